import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listProjects, pickProject } from '../../src/auth/project.ts';
import { LookupError } from '../../src/errors/request-errors.ts';
import { readBody } from '../support/read-answer.ts';
import { isLine } from './answer-contract.ts';
import { mutated } from './mutate.ts';
import { oddText, RUNS } from './odd-values.ts';

/** docs.otc.t-systems.com, "Querying Project Information". */
const documented = {
  projects: [
    {
      domain_id: '65382450e8f64ac0870cd180d14e684b',
      is_domain: false,
      parent_id: '65382450e8f64ac0870cd180d14e684b',
      name: 'eu-de',
      description: '',
      links: { self: 'https://iam.example/v3/projects/a4a5d4098fb4474fa22cd05f897d6b99' },
      id: 'a4a5d4098fb4474fa22cd05f897d6b99',
      enabled: true,
    },
    { name: 'eu-de_shop', id: 'b4a5d4098fb4474fa22cd05f897d6b99' },
  ],
  links: { next: null, previous: null, self: 'https://iam.example/v3/projects' },
};

const { answer } = listProjects('eu-de');

function pick(name: string, body: unknown): unknown {
  const found = readBody(answer, body);
  if ('problem' in found) return undefined;
  try {
    return pickProject(name, found.answer);
  } catch (error) {
    return error;
  }
}

test('the documented answer has the one project', () => {
  expect(pick('eu-de', documented)).toBe('a4a5d4098fb4474fa22cd05f897d6b99');
});

test('any answer gives one harmless id, or a lookup error that is safe to print', () => {
  fc.assert(
    fc.property(
      mutated([documented]),
      fc.constantFrom('eu-de', 'eu-de_shop', 'x'),
      (body, name) => {
        const picked = pick(name, body);
        if (picked === undefined) return;
        if (typeof picked === 'string') return expect(picked).toMatch(/^[A-Za-z0-9]{1,64}$/);
        expect(picked).toBeInstanceOf(LookupError);
        const { message, found } = picked as LookupError;
        expect([message, ...found].filter((text) => !isLine(text))).toEqual([]);
      },
    ),
    RUNS,
  );
});

test('two projects of a name are never one of them', () => {
  const project = fc.record({ name: fc.constantFrom('a', 'b'), id: oddText });
  fc.assert(
    fc.property(fc.array(project, { maxLength: 4 }), (projects) => {
      const matches = projects.filter(({ name }) => name === 'a');
      const picked = pick('a', { projects });
      const isOne = matches.length === 1 && /^[A-Za-z0-9]{1,64}$/.test(matches[0]?.id ?? '');
      expect(typeof picked === 'string').toBe(isOne);
    }),
    RUNS,
  );
});
