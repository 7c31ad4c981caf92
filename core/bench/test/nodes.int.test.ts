import { describe, expect, test } from '@jest/globals';
import { nodesHelp, readNodesOptions } from '../src/nodes/options.ts';
import { isSound, renderNodesTable, summarise } from '../src/nodes/results.ts';
import { runNodes } from '../src/nodes/run-nodes.ts';

describe('the options of the benchmark of the nodes', () => {
  test('have defaults', () => {
    const defaults = { isJson: false, rounds: 5, seconds: 5, warmUpSeconds: 10, connections: 64 };
    expect(readNodesOptions([])).toEqual(defaults);
  });

  test.each([
    [['--connections', '2'], /--connections takes whole numbers from 3/],
    [['--rounds', 'many'], /--rounds takes whole numbers/],
    [['--round', '1'], /--round/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readNodesOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readNodesOptions(['--help'])).toBeUndefined();
    expect(nodesHelp).toMatch(/Examples:\n(?: {2}npm run bench -- nodes.*\n){2,}/);
  });
});

const round = (...cpu: number[]) => cpu.map((cpuMicros, place) => ({ asked: place + 1, perSecond: 100, cpuMicros }));
const measured = { rounds: [round(100, 150, 300), round(200, 200, 200)], errors: 0, isVerified: true };

test('nodes are compared within a round', () => {
  const results = summarise(measured);
  expect(results.ratioOfTwo).toEqual({ median: 1.25, min: 1, max: 1.5 });
  expect(results.ratioOfThree).toEqual({ median: 2, min: 1, max: 3 });
  expect(renderNodesTable(results)).toContain('two to one     × 1.25 (1.00–1.50)');
});

test.each([[{ errors: 1 }], [{ isVerified: false }]])('%j makes the whole of it unsound', (change) => {
  expect(isSound(summarise(measured))).toBe(true);
  expect(isSound(summarise({ ...measured, ...change }))).toBe(false);
});

test('three nodes answer right, and their one ledger verifies', async () => {
  const options = { isJson: true, rounds: 1, seconds: 1, warmUpSeconds: 1, connections: 6 };
  const told: string[] = [];
  const results = await runNodes(options, (sentence) => told.push(sentence));
  if (results.errors > 0) throw new Error(told.join('; '));
  expect(results).toMatchObject({ errors: 0, isVerified: true });
  expect(results.nodes.map(({ perSecond }) => perSecond.median > 0)).toEqual([true, true, true]);
}, 120_000);
