import { expect, test } from '@jest/globals';
import type { CasesRound } from '../src/cases/measure-round.ts';
import { isSound, summarise } from '../src/cases/results.ts';
import { renderCasesTable } from '../src/cases/table.ts';

const round = (p95Ms: number, change: Partial<CasesRound> = {}): CasesRound => {
  const kind = { p50Ms: p95Ms / 2, p95Ms, cpuMs: p95Ms / 4 };
  const kinds = { open: kind, board: kind, tasks: kind, transition: kind };
  return { kinds, syncP95Ms: 1, otherCpus: 0, complaints: [], ...change };
};

const measured = [
  { cases: 100, alone: [round(10), round(30), round(20)], concurrent: round(50) },
  { cases: 1000, alone: [round(40)], concurrent: round(60) },
];

test('the middle of the rounds counts, and sizes are compared by time and by processor time', () => {
  const results = summarise(measured);
  expect(results.sizes).toMatchObject([
    { cases: 100, openP95Ms: 20, boardP95Ms: 20, tasksP95Ms: 20, transitionP95Ms: 20 },
    { cases: 1000, openP95Ms: 40 },
  ]);
  expect(results.sizes[0]?.kinds.open).toMatchObject({ p95Ms: { min: 10, max: 30 }, concurrentP95Ms: 50 });
  expect(results.growth.tasks).toEqual({ p95: 2, cpu: 2 });
});

test('goals that were missed are told, also that of growth', () => {
  const table = renderCasesTable(summarise(measured));
  expect(table).toMatch(/100 cases[^]*transition .*goal ≤ 20: met/);
  expect(table).toMatch(/1000 cases[^]*transition .*goal ≤ 20: missed/);
  expect(table).toMatch(/open a case +p95 × 2, goal ≤ 1.5: missed/);
});

test('one wrong answer makes the whole of it unsound, and is told', () => {
  expect(isSound(summarise(measured))).toBe(true);
  const wrong = summarise([{ ...measured[0], concurrent: round(50, { complaints: ['an empty board'] }) } as never]);
  expect(isSound(wrong)).toBe(false);
  expect(renderCasesTable(wrong)).toContain('an empty board');
});

test('what the system does not tell is left out', () => {
  const unknown = round(10, { otherCpus: null });
  const table = renderCasesTable(summarise([{ cases: 100, alone: [unknown], concurrent: unknown }]));
  expect(table).not.toContain('Other work');
});
