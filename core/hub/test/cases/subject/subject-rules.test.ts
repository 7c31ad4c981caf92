import { describe, expect, test } from '@jest/globals';
import { mergeSubjects } from '../../../src/cases/subject/merge-subjects.ts';
import { requireSubjects, subjectFaults } from '../../../src/cases/subject/subject-rules.ts';
import type { SubjectDraft } from '../../../src/platform/subject.schema.ts';

const person: SubjectDraft = { kind: 'person', role: 'suspect', identifiers: [{ kind: 'bsn', value: '999990019' }] };
const firm: SubjectDraft = { kind: 'organisation', identifiers: [{ kind: 'kvk', value: '90000017' }] };
const yard: SubjectDraft = { kind: 'premises', identifiers: [{ kind: 'address', value: '0003200000133001' }] };
const { role: _role, ...roleless } = person;

const pathsOf = (draft: SubjectDraft): string[] => subjectFaults(draft, '/s').map(({ path }) => path);

describe('a subject', () => {
  test.each([
    ['a person with a role', person],
    ['an organisation', firm],
    ['premises', yard],
    [
      'somebody of whom only a description is known',
      { kind: 'person', role: 'victim', identifiers: [], description: 'Sleeps there' },
    ],
  ] as const)('is sound as %s', (_title, draft) => {
    expect(pathsOf(draft as SubjectDraft)).toEqual([]);
  });

  test.each([
    ['a person without a role (Wpg art. 6b)', roleless as SubjectDraft, ['/s/role']],
    ['an organisation with a role', { ...firm, role: 'suspect' }, ['/s/role']],
    [
      'a bsn of eight digits',
      { ...person, identifiers: [{ kind: 'bsn', value: '99999001' }] },
      ['/s/identifiers/0/value'],
    ],
    [
      'a number of the register of commerce with a letter',
      { ...firm, identifiers: [{ kind: 'kvk', value: '9000001a' }] },
      ['/s/identifiers/0/value'],
    ],
    [
      'an address without end, as a system may hand it in',
      { ...yard, identifiers: [{ kind: 'address', value: 'x'.repeat(65) }] },
      ['/s/identifiers/0/value'],
    ],
    ['premises with a bsn', { ...yard, identifiers: person.identifiers }, ['/s/identifiers/0/kind']],
    ['nothing at all', { ...yard, identifiers: [] }, ['/s']],
    [
      'a person without a role and with a wrong bsn, both at once',
      { ...roleless, identifiers: [{ kind: 'bsn', value: 'x' }] },
      ['/s/role', '/s/identifiers/0/value'],
    ],
  ] as const)('is not sound as %s', (_title, draft, paths) => {
    expect(pathsOf(draft as SubjectDraft)).toEqual(paths);
  });

  test('never repeats what was sent in a fault', () => {
    const faults = subjectFaults({ ...person, identifiers: [{ kind: 'bsn', value: 'Planted' }] }, '/s');
    expect(JSON.stringify(faults)).not.toContain('Planted');
  });
});

test('a hundred subjects are enough for one signal or case', () => {
  expect(() =>
    requireSubjects(
      Array.from({ length: 100 }, () => yard),
      '/body/subjects',
    ),
  ).not.toThrow();
  expect(() => requireSubjects([yard], '/body', 100)).toThrow();
});

describe('subjects of several signals', () => {
  test('become one each when nothing tells them apart', () => {
    const spaced: SubjectDraft = { ...yard, identifiers: [{ kind: 'address', value: '0003 2000 0013 3001' }] };
    expect(mergeSubjects([person, yard, firm, yard, spaced])).toEqual([person, yard, firm]);
  });

  test('stay apart by role, name or description: anything less than the same is for people to judge', () => {
    const victim: SubjectDraft = { ...person, role: 'victim' };
    const named: SubjectDraft = { ...person, name: 'Voorbeeld' };
    expect(mergeSubjects([person, victim, named])).toEqual([person, victim, named]);
  });
});
