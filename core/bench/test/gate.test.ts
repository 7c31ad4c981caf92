import { describe, expect, test } from '@jest/globals';
import { gateHelp, readGateOptions } from '../src/gate/options.ts';
import { isSound, summarise } from '../src/gate/results.ts';
import { runGate } from '../src/gate/run-gate.ts';
import { renderGateTable } from '../src/gate/table.ts';

describe('the options of the benchmark of the gate', () => {
  test('have defaults that are the goal', () => {
    const goal = { agreements: 100_000, partners: 400 };
    expect(readGateOptions([])).toEqual({
      isJson: false,
      ...goal,
      rounds: 7,
      decisions: 1_000_000,
      hubs: {
        rounds: 7,
        seconds: 5,
        warmUpSeconds: 40,
        connections: 64,
        activations: 50,
        starts: 3,
      },
    });
  });

  test.each([
    [['--partners', '1'], /--partners takes whole numbers from 2/],
    [['--decisions', 'many'], /--decisions takes whole numbers/],
    [['--agreement', '10'], /--agreement/],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readGateOptions(args)).toThrow(sentence);
  });

  test('are explained with examples when help is asked for', () => {
    expect(readGateOptions(['--alone'])?.hubs).toBeUndefined();
    expect(readGateOptions(['--help'])).toBeUndefined();
    expect(gateHelp).toMatch(/Examples:\n(?: {2}npm run bench -- gate.*\n){2,}/);
  });
});

const round = (perSecond: number, wrong = 0) => ({ perSecond, cpuNs: 1e9 / perSecond, wrong });
const measured = {
  pairs: [
    { small: round(100), large: round(50) },
    { small: round(100), large: round(80) },
    { small: round(200), large: round(200) },
  ],
  warmUps: [],
  changed: [{ ms: 2, wrong: 0 }],
  bytesPerAgreement: 1000.4,
};

test('sets are compared within a round, and the middle of the rounds counts', () => {
  const results = summarise(measured);
  expect(results.ratio).toEqual({ median: 0.8, min: 0.5, max: 1 });
  expect(results.bytesPerAgreement).toBe(1000);
  expect(renderGateTable(results)).toContain('large to small   × 0.80 (0.50–1.00)');
});

test.each([
  ['a decision', { pairs: [{ small: round(1), large: round(1, 1) }] }],
  ['a decision that did not count', { warmUps: [round(1, 1)] }],
  ['a change that did not bind', { changed: [{ ms: 1, wrong: 1 }] }],
])('%s that is wrong makes the whole of it unsound, and is told', (_what, change) => {
  expect(isSound(summarise(measured))).toBe(true);
  const wrong = summarise({ ...measured, ...change });
  expect(isSound(wrong)).toBe(false);
  expect(renderGateTable(wrong)).toContain('wrong: 1');
});

test('the hub’s own gate opens for parties, refuses strangers and takes in changes, in sets of both sizes', async () => {
  const options = { isJson: true, agreements: 500, partners: 20, rounds: 2, decisions: 5000, hubs: undefined };
  const results = await runGate(options, () => undefined);
  expect(results.wrong).toBe(0);
  expect(results.ratio.median).toBeGreaterThan(0);
});
