import { expect, test } from '@jest/globals';
import { printCommandHelp, printHelp } from '../../src/command/help.ts';
import { inputOptions, ownOptions, readOptions } from '../../src/command/options.ts';
import { listSubcommands } from '../../src/command/subcommands/index.ts';
import { version } from '../../src/command/version.ts';
import { inputFields } from '../../src/task/inputs/fields.ts';
import { withCommandCloud } from '../support/command-cloud.ts';
import { readText } from '../support/repository.ts';
import { checkRows } from '../support/table.ts';

const known = [...inputOptions, ...Object.values(ownOptions)];

test('each input has an option, but for what a command has in another form', () => {
  const covered = inputOptions.map(({ input }) => input);
  const left = Object.keys(inputFields).filter((name) => !covered.some((one) => one === name));
  expect(left).toEqual(['oidc_audience', 'dry_run', 'job_summary']);
});

test('the help of each command explains every option, in options, and no input', () => {
  for (const subcommand of listSubcommands()) {
    const help = printCommandHelp(subcommand);
    for (const { name } of subcommand.options)
      expect(help).toMatch(new RegExp(`  --${name}\\b.*\\n      \\w`));
    const inputs = Object.keys(inputFields).filter((name) => name.includes('_'));
    expect(inputs.filter((name) => new RegExp(`(?<!:)\\b${name}\\b`).test(help))).toEqual([]);
    expect(help).not.toContain('`');
    expect(help.split('\n').filter((line) => line.length > 80 && line.startsWith(' '))).toEqual([]);
  }
  expect(printHelp(listSubcommands())).toMatch(/create .*\n.*check .*\n.*list /);
});

test('its version is the package’s', () => {
  expect(version).toBe(JSON.parse(readText('package.json')).version);
});

test('each way to write an option is read', () =>
  checkRows<[readonly string[], Readonly<Record<string, string>>]>(
    [
      [['--region', 'eu-de'], { region: 'eu-de' }],
      [['--region=eu-de'], { region: 'eu-de' }],
      [['--no-wait'], { wait: 'false' }],
      [['--reuse-existing'], { reuse_existing: 'true' }],
      [['--instance-id', 'a', '--instance-id=b'], { instance_id: 'a\nb' }],
      [['--description=-x'], { description: '-x' }],
      [['--name='], { name: '' }],
    ],
    (args, inputs) => expect(readOptions(args, known)).toMatchObject({ inputs, problems: [] }),
  ));

test('each slip has its line, all at once', async () => {
  await withCommandCloud({}, async ({ play }) => {
    const slips = [
      '--regoin',
      'eu-de',
      '--wait',
      '--no-wait=1',
      '--service=a',
      '--service=b',
      '--name',
    ];
    const { code, stdout, stderr } = await play(['create', ...slips]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'Error: 5 inputs need a change; nothing was sent.',
      '--regoin is no option: did you mean --region?',
      '--wait is no option: --help lists them',
      '--no-wait: takes no value',
      '--name: has no value: write --name VALUE',
      '--service: is there twice: leave one out',
    ]);
  });
});

test('rules about more than one input are told as options', async () => {
  await withCommandCloud({}, async ({ create }) => {
    const args = ['--keep-last', '3', '--name', 'nightly', '--no-wait', '--agency-name', 'x'];
    const { code, stderr } = await create(args);
    expect(code).toBe(2);
    expect(stderr).toContain('--keep-last: needs --owner NAME');
    expect(stderr).toContain('leave out --name, or --keep-last');
    expect(stderr).toContain('leave out --no-wait, or --keep-last');
    expect(stderr).toContain('--agency-domain-name: is missing beside --agency-name');
  });
});

test.each([
  [['--help'], 0],
  [['create', '--help'], 0],
  [['--version'], 0],
  [[], 2],
  [['remove'], 2],
  [['--service', 'rds'], 2],
])('%j ends with %i, and sends nothing', async (args, code) => {
  await withCommandCloud({}, async ({ play }) => {
    const played = await play(args);
    expect(played).toMatchObject({ code, requests: [] });
    expect(code === 0 ? played.stdout : played.stderr).not.toBe('');
    expect(code === 0 ? played.stderr : played.stdout).toBe('');
  });
});
