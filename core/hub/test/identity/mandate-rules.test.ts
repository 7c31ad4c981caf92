import { describe, expect, test } from '@jest/globals';
import { mandateFaults, type MandateSurroundings } from '../../src/identity/mandate-rules.ts';
import type { Mandate, MandateDraft } from '../../src/platform/mandate.schema.ts';
import { agreementId as id, now, oins } from '../fixtures.ts';
import { aMandate } from './mandate-drafts.ts';

const faultsOf = (draft: Partial<MandateDraft>, known: Partial<MandateSurroundings> = {}) =>
  mandateFaults(aMandate(draft), { now, isMember: true, isRoleKnown: true, first: null, ...known });
const pathsOf = (draft: Partial<MandateDraft>, known: Partial<MandateSurroundings> = {}) =>
  faultsOf(draft, known).map(({ path }) => path.replace('/body/', ''));

describe('a mandate', () => {
  test('of a member, to a role that is known, for a year, can be given', () => {
    expect(faultsOf({})).toEqual([]);
  });

  test('may begin in the past and in the future, and last four years to the day', () => {
    expect(faultsOf({ from: '2026-05-31T00:00:00Z', until: '2030-05-31T00:00:00Z' })).toEqual([]);
    expect(faultsOf({ from: '2028-02-29T00:00:00Z', until: '2032-02-29T00:00:00Z' })).toEqual([]);
  });

  test.each<[string, Partial<MandateDraft>, string[]]>([
    ['lasts longer than four years', { from: '2026-05-31T00:00:00Z', until: '2030-05-31T00:00:00.001Z' }, ['until']],
    ['ends before it begins', { from: '2027-01-01T00:00:00Z', until: '2026-12-31T00:00:00Z' }, ['until']],
    ['ends when it begins', { from: '2027-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }, ['until']],
    ['has ended', { until: '2026-06-01T12:00:00Z' }, ['until']],
    ['begins and ends on no day', { from: '2026-02-30T00:00:00Z', until: '2026-09-31T00:00:00Z' }, ['from', 'until']],
  ])('that %s cannot', (_title, draft, paths) => {
    expect(pathsOf(draft)).toEqual(paths);
  });

  test('to a role that no model knows on this level cannot', () => {
    expect(pathsOf({}, { isRoleKnown: false })).toEqual(['role']);
  });

  test('in a collaboration of others cannot, and nothing is told of the roles there', () => {
    expect(pathsOf({}, { isMember: false, isRoleKnown: false })).toEqual(['collaboration']);
  });

  test('tells everything that is wrong at once', () => {
    const draft = { from: '2027-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z', substituteOf: id };
    expect(pathsOf(draft, { isRoleKnown: false })).toEqual(['role', 'until', 'until', 'substituteOf']);
  });
});

describe('a substitution', () => {
  const first: Mandate = {
    id,
    oin: oins.requester,
    ...aMandate({ person: 'emp-20b8c4', limits: { themes: ['housing', 'labour'], regions: [] } }),
    status: 'active',
    inForce: true,
    revision: 1,
  };
  const substitute = { substituteOf: id, limits: { themes: ['housing'], regions: ['north'] } };

  test('within the limits and the period of the holder can be given', () => {
    expect(faultsOf(substitute, { first })).toEqual([]);
    expect(faultsOf({ ...substitute, limits: first.limits }, { first })).toEqual([]);
    expect(faultsOf({ ...substitute, from: '2026-07-01T00:00:00Z', until: '2026-08-01T00:00:00Z' }, { first })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<MandateDraft>, string[]]>([
    ['by the holder', { person: 'emp-20b8c4' }, ['person']],
    ['in another role', { role: 'triager' }, ['role']],
    ['on another level', { level: 'policy' }, ['level']],
    ['in another collaboration', { collaboration: 'another-region' }, ['collaboration']],
    ['for another theme', { limits: { themes: ['housing', 'drugs'], regions: [] } }, ['limits/themes']],
    ['for every theme', { limits: { themes: [], regions: [] } }, ['limits/themes']],
    ['from before the holder', { from: '2025-12-31T23:59:59.999Z' }, ['from']],
    ['until after the holder', { until: '2027-01-01T00:00:00.001Z' }, ['until']],
  ])('%s cannot', (_title, change, paths) => {
    expect(pathsOf({ ...substitute, ...change }, { first })).toEqual(paths);
  });

  test('for a region that the holder does not have cannot', () => {
    const limited = { ...first, limits: { themes: [], regions: ['south'] } };
    expect(pathsOf(substitute, { first: limited })).toEqual(['limits/regions']);
  });

  test.each<[string, Mandate | null]>([
    ['that the organisation does not have', null],
    ['that was revoked', { ...first, status: 'revoked', revokedAt: '2026-05-01T00:00:00.000Z', reason: 'Left' }],
    ['that is a substitution itself', { ...first, substituteOf: id }],
  ])('of a mandate %s cannot', (_title, other) => {
    expect(pathsOf(substitute, { first: other })).toEqual(['substituteOf']);
  });

  test('of a mandate that has ended cannot', () => {
    const ended = { ...first, until: '2026-06-01T12:00:00.000Z' };
    expect(pathsOf({ ...substitute, until: '2026-06-01T12:00:00Z' }, { first: ended })).toEqual([
      'until',
      'substituteOf',
    ]);
  });
});
