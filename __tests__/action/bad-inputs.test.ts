import { expect, test } from '@jest/globals';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

test('all problems of the inputs come in one annotation, by name, and nothing is sent', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'mysql', {
      inputs: {
        instance_id: 'a/b',
        name: '1st',
        description: "it's",
        region: 'EU DE',
        endpoint: 'http://db.example',
        access_key: 'AK with blanks',
        secret_key: '',
        wait: 'yes',
        wait_timeout: '60',
      },
    });
    expect(step.exitCode).toBe(1);
    expect(step.requests).toEqual([]);
    expect(step.outputs).toEqual({});
    expect(step.annotations).toHaveLength(1);
    expect(step.annotations[0]?.text.split('\n')).toEqual([
      '10 inputs need a change; nothing was sent.',
      'service: does not know "mysql": MySQL is rds',
      'instance_id: "a/b" is not an instance id: write the id from the console, letters, digits and - only',
      'name: "1st" must start with a letter (a to z)',
      "description: has ' at position 3: leave out > ! < \" & ' = and line breaks, which no cloud takes here",
      'region: "EU DE" has a blank inside: write lower-case letters, digits and -, such as eu-de',
      'endpoint: would send the login unencrypted: write https://db.example',
      'access_key: holds a blank or another character that can’t be sent: paste it again',
      'secret_key: is missing beside access_key (a secret that is not set arrives empty)',
      'wait: "yes" is not a boolean: write true or false',
      'wait_timeout: has no unit: write 60s, 60m or 60h',
    ]);
    expect(step.masks).toContain('AK with blanks');
    expect(step.summary).toContain('No completed database backup');
  });
});

test('a missing login says that an unset secret arrives empty', async () => {
  await withSimulator({}, async (simulator) => {
    const step = await runStep(simulator, 'rds', { inputs: { access_key: '', secret_key: '' } });
    expect(step.annotations.map(({ text }) => text)).toEqual([
      'One input needs a change; nothing was sent.\naccess_key: is required, with secret_key; or instead token; or username and password and domain_name; or identity_provider; or agency_urn and provider_urn. No login arrived. An empty secret looks the same as none: see that it is set under Settings, Secrets and variables, Actions; that its name is the same there; and, if it is an environment’s, that the job has environment. Secrets are empty in pull requests from forks.',
    ]);
  });
});
