import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ICruiseResult } from 'dependency-cruiser';
import { boundaries, countOwnModules, cruiseRepository, describeBreaches } from '../../src/boundaries/boundaries.ts';
import { plantTree } from './planted-tree.ts';
import { circle, innocents, plants } from './plants.ts';

let root: string;
let result: ICruiseResult;

function rulesBrokenBy(file: string): string[] {
  return result.summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
}

beforeAll(async () => {
  root = await plantTree();
  result = await cruiseRepository(root);
});

afterAll(() => rm(root, { recursive: true }));

describe('boundaries', () => {
  test.each(plants)('$rule, and nothing else, names $file', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  test('no-circular names a ring of modules', () => {
    expect(circle.flatMap(rulesBrokenBy)).toContain('no-circular');
  });

  test.each(innocents)('$file keeps to the boundaries', ({ file }) => {
    expect(result.modules.map(({ source }) => source)).toContain(file);
    expect(rulesBrokenBy(file)).toEqual([]);
  });

  test.each(boundaries)('$name says how to repair it and is proven by a breach', ({ name, comment }) => {
    expect(comment).toMatch(/\.$/);
    expect([...plants.map(({ rule }) => rule), 'no-circular']).toContain(name);
  });

  test('a breach is reported with its repair sentence', () => {
    const lines = describeBreaches(result);
    expect(lines).toHaveLength(result.summary.violations.length);
    expect(lines.join('\n')).toContain('Call its action through the broker');
  });

  test('counts the modules of the repository and not those of its dependencies', () => {
    expect(countOwnModules(result)).toBeGreaterThanOrEqual(plants.length + innocents.length);
    expect(countOwnModules(result)).toBeLessThan(result.modules.length);
  });
});
