import { describe, expect, test } from '@jest/globals';
import {
  compareVersions,
  hasHandIn,
  highestInForce,
  obstacleTo,
  obstacleToPlace,
  type AppliedVersion,
} from '../../src/model/lifecycle.ts';
import { modelStatuses } from '../../src/platform/model-actions.ts';
import { exampleVersion } from '../../src/model/model-bodies.ts';

describe('a step', () => {
  test.each([
    ['propose', ['draft']],
    ['decide', ['proposed']],
    ['apply', ['approved']],
  ] as const)('to %s is for versions that are %j and no others', (step, from) => {
    const open = modelStatuses.filter((status) => obstacleTo(step, { status }) === undefined);
    expect(open).toEqual(from);
  });

  test('that cannot be made is told with where the version stands', () => {
    expect(obstacleTo('apply', { status: 'rejected' })).toMatch(/approved.*rejected/);
  });
});

describe('four eyes', () => {
  const { oin, person } = exampleVersion.drafted;
  const caller = { client: 'intake', scopes: [] };
  const second = { ...exampleVersion.drafted, person: 'emp-20f1' };

  test('see who drafted and who proposed', () => {
    const version = { ...exampleVersion, proposed: second };
    expect(hasHandIn(version, { ...caller, oin, person })).toBe(true);
    expect(hasHandIn(version, { ...caller, oin, person: second.person })).toBe(true);
  });

  test('see anybody else as somebody else, also who goes by the same pseudonym elsewhere', () => {
    expect(hasHandIn(exampleVersion, { ...caller, oin, person: 'emp-20f1' })).toBe(false);
    expect(hasHandIn(exampleVersion, { ...caller, oin: '00000009999000000009', person })).toBe(false);
  });
});

describe('a place in time', () => {
  const applied: AppliedVersion[] = [
    { model: 'one', version: '1.0.0', from: '2026-01-01T00:00:00.000Z' },
    { model: 'one', version: '2.0.0', from: '2027-01-01T00:00:00.000Z' },
    { model: 'other', version: '7.0.0', from: '2026-06-01T00:00:00.000Z' },
  ];
  const obstacle = (version: string, from: string) => obstacleToPlace({ model: 'one', version }, from, applied);

  test('between a lower and a higher version of the same model is free', () => {
    expect(obstacle('1.1.0', '2026-07-01T00:00:00Z')).toBeUndefined();
    expect(obstacle('2.0.1', '2027-01-01T00:00:00.001Z')).toBeUndefined();
  });

  test('after a version with the same or a higher number is not', () => {
    expect(obstacle('0.9.0', '2026-07-01T00:00:00Z')).toContain('higher number');
    expect(obstacle('1.0.0', '2026-07-01T00:00:00Z')).toContain('higher number');
  });

  test('before a version with the same or a lower number is not', () => {
    expect(obstacle('3.0.0', '2026-07-01T00:00:00Z')).toContain('later instant');
    expect(obstacle('2.0.0', '2026-07-01T00:00:00Z')).toContain('later instant');
  });

  test('is held by one version of a theme only, whatever its model', () => {
    expect(obstacle('1.1.0', '2026-06-01T00:00:00Z')).toContain('other');
  });
});

describe('the highest version in force', () => {
  const applied: AppliedVersion[] = [
    { model: 'one', version: '1.9.0', from: '2026-01-01T00:00:00.000Z' },
    { model: 'one', version: '1.10.0', from: '2026-02-01T00:00:00.000Z' },
    { model: 'one', version: '2.0.0', from: '2027-01-01T00:00:00.000Z' },
    { model: 'other', version: '7.0.0', from: '2026-01-01T00:00:00.000Z' },
  ];

  test('is that of the model itself, by numbers and not by letters, and not one of later', () => {
    expect(highestInForce('one', applied, Date.parse('2026-06-01T00:00:00Z'))).toBe('1.10.0');
  });

  test('counts from its very instant', () => {
    expect(highestInForce('one', applied, Date.parse('2027-01-01T00:00:00Z'))).toBe('2.0.0');
    expect(highestInForce('one', applied, Date.parse('2025-12-31T23:59:59.999Z'))).toBeUndefined();
  });
});

test('versions are compared part by part', () => {
  const sorted = ['0.9.9', '1.0.0', '1.0.10', '1.2.0', '10.0.0'];
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});
