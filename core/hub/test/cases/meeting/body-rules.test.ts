import { describe, expect, test } from '@jest/globals';
import { bodyFaults, memberFaults, withMembers } from '../../../src/cases/meeting/body-rules.ts';
import type { Body, BodyDraft } from '../../../src/platform/body.schema.ts';
import { partnerOins } from '../../process-people.ts';

const { police, tax, centre } = partnerOins;
const known = new Set<string>([police, tax, centre]);

const draft: BodyDraft = {
  collaboration: 'example-region',
  level: 'operational',
  title: { nl: 'Overleg', en: 'Meeting' },
  theme: 'example-theme',
  region: 'north',
  coordinator: centre,
  members: [police, centre],
};
const above: Body = {
  ...draft,
  id: '01938c5e-8c00-7000-8000-0000000000b2',
  level: 'policy',
  active: true,
  revision: 1,
};
const named = { ...draft, parent: above.id };

const pathsOf = (faults: readonly { path: string }[]): string[] => faults.map(({ path }) => path);

describe('a body', () => {
  test('may be set up by members of its collaboration below a body of a higher level', () => {
    expect(bodyFaults(named, { known, parent: above })).toEqual([]);
    expect(bodyFaults(draft, { known, parent: undefined })).toEqual([]);
  });

  test('is coordinated by one of its members, all of them of the collaboration, told at once', () => {
    const faults = memberFaults({ coordinator: tax, members: [police, '00000009999000000099'] }, known);
    expect(pathsOf(faults)).toEqual(['/body/members/1', '/body/coordinator']);
  });

  test.each([
    ['is not there', undefined],
    ['is of the same level', { ...above, level: 'operational' as const }],
    ['is of a lower level', { ...above, level: 'operational' as const }],
    ['is of another collaboration', { ...above, collaboration: 'elsewhere' }],
    ['has ended', { ...above, active: false }],
  ])('does not turn to one that %s', (_why, parent) => {
    const level = _why === 'is of a lower level' ? ('strategic' as const) : draft.level;
    expect(pathsOf(bodyFaults({ ...named, level }, { known, parent }))).toEqual(['/body/parent']);
  });

  test('has every member once, in order, after some came and some went', () => {
    const body: Body = { ...above, members: [centre, police] };
    const changed = withMembers(body, { add: [tax, police], remove: [centre], coordinator: tax });
    expect(changed).toMatchObject({ members: [police, tax].sort(), coordinator: tax, revision: 2 });
  });
});
