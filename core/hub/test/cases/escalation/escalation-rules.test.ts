import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor, Level, ReferenceModel } from '@koppel/process';
import {
  chosenOf,
  decidersOf,
  hasSeat,
  requireDecider,
  requireNextLevel,
  stepToEscalate,
} from '../../../src/cases/escalation/escalation-rules.ts';
import type { Body } from '../../../src/platform/body.schema.ts';
import type { Viewer } from '../../../src/platform/process/viewer.ts';
import { defaultModel } from '../../default-model.ts';
import { partnerOins } from '../../process-people.ts';
import { aRecord } from '../a-record.ts';

const { police, municipality, centre } = partnerOins;

let model: ReferenceModel;
beforeAll(async () => {
  model = await defaultModel();
});

const below: Body = {
  id: '01938c5e-8c00-7000-8000-0000000000b1',
  collaboration: 'example-region',
  level: 'operational',
  title: { nl: 'Overleg', en: 'Meeting' },
  theme: 'undermining',
  region: 'north',
  coordinator: centre,
  members: [centre, police],
  parent: '01938c5e-8c00-7000-8000-0000000000b2',
  active: true,
  revision: 1,
};
const { parent: _parent, ...rest } = below;
const above: Body = { ...rest, id: '01938c5e-8c00-7000-8000-0000000000b2', level: 'policy' };

const viewerAs = (role: string, level: Level, change: Partial<Viewer> = {}): Viewer => ({
  caller: { oin: municipality, client: 'desk', scopes: ['cases'], person: 'mun-8a3e' },
  oin: municipality,
  person: 'mun-8a3e',
  mandates: [{ mandate: 'm', role, level, collaboration: 'example-region', themes: [], regions: [] }],
  ...change,
});
const actorAs = (role: string): Actor => ({
  oin: centre,
  person: 'ctr-c6d1',
  authorities: [{ mandate: 'm', role, level: 'operational' }],
});

const invalid = (path: string) =>
  expect.objectContaining({ code: 'request.invalid', details: { faults: [expect.objectContaining({ path })] } });
const code = (one: string) => expect.objectContaining({ code: one });

describe('a question', () => {
  test('is asked by whoever is accountable for a step that can be done now, about that step', () => {
    const standing = { model, machine: 'case', state: 'weighed' } as const;
    const asked = stepToEscalate(standing, actorAs('case-chair'), 'approve-case');
    expect(asked).toMatchObject({ step: { id: 'approve-case' }, capacity: { role: 'case-chair' } });
    expect(stepToEscalate(standing, actorAs('case-chair'), undefined).step.rasci.operational?.accountable).toBe(
      'case-chair',
    );
    expect(() => stepToEscalate(standing, actorAs('case-coordinator'), undefined)).toThrow(
      code('process.role-missing'),
    );
    expect(() => stepToEscalate(standing, actorAs('case-chair'), 'enrich-case')).toThrow(code('process.role-missing'));
  });

  test('goes to the body above, on the level to which the model turns', () => {
    expect(requireNextLevel(model, below, above)).toBe(above);
    for (const wrong of [undefined, { ...above, active: false }, { ...above, id: below.id }])
      expect(() => requireNextLevel(model, below, wrong)).toThrow(invalid('/body/to'));
    const levels = model.levels.map(({ escalatesTo: _to, ...level }) => level);
    expect(() => requireNextLevel({ ...model, levels }, below, above)).toThrow(invalid('/body/to'));
  });

  test('is decided by whom the step makes accountable there, or else by whoever answers for anything there', () => {
    expect(decidersOf(model, 'approve-case', 'policy')).toEqual(['steering-chair']);
    expect(decidersOf(model, 'agree-plan', 'policy')).toEqual(['steering-chair']);
    const steps = model.process.steps.map((step) => ({ ...step, rasci: { operational: step.rasci.operational } }));
    const flat = { ...model, process: { ...model.process, steps } } as ReferenceModel;
    expect(() => decidersOf(flat, 'approve-case', 'policy')).toThrow(invalid('/body/to'));
  });

  test('is not decided by other roles, on other levels, or by whoever asked', () => {
    const record = aRecord({ kind: 'escalation', content: { deciders: ['steering-chair'], options: ['Yes', 'No'] } });
    expect(requireDecider(viewerAs('steering-chair', 'policy'), record, 'policy')).toMatchObject({
      role: 'steering-chair',
    });
    expect(() => requireDecider(viewerAs('steering-member', 'policy'), record, 'policy')).toThrow(
      code('process.role-missing'),
    );
    expect(() => requireDecider(viewerAs('steering-chair', 'operational'), record, 'policy')).toThrow(
      code('process.role-missing'),
    );
    const own = { ...record, openedBy: { oin: municipality, person: 'mun-8a3e' } };
    expect(() => requireDecider(viewerAs('steering-chair', 'policy'), own, 'policy')).toThrow(
      code('process.four-eyes'),
    );
    // A pseudonym is an organisation's own: the same word elsewhere is somebody else.
    const namesake = { ...record, openedBy: { oin: police, person: 'mun-8a3e' } };
    expect(requireDecider(viewerAs('steering-chair', 'policy'), namesake, 'policy')).toBeDefined();
  });

  test('has only the options that were put', () => {
    const content = { options: ['Yes', 'No'] };
    expect(chosenOf(content, 2)).toBe('No');
    expect(() => chosenOf(content, 3)).toThrow(invalid('/body/option'));
  });
});

test('a seat is on the level of the body and in its place', () => {
  const viewer = viewerAs('steering-member', 'policy');
  expect(hasSeat(viewer, above, 'policy')).toBe(true);
  expect(hasSeat(viewer, above, 'operational')).toBe(false);
  const [mandate] = viewer.mandates;
  const far = mandate ? [{ ...mandate, regions: ['south'] }] : [];
  expect(hasSeat({ ...viewer, mandates: far }, above, 'policy')).toBe(false);
});
