import { withRange, type Spread } from '../statistics.ts';
import { requestKinds, type RequestKind } from './requests.ts';
import type { CasesResults, SizeResult } from './results.ts';

const titles: Readonly<Record<RequestKind, string>> = {
  open: 'open a case',
  board: 'board of a conference',
  tasks: 'my tasks',
  transition: 'transition',
};

/** p95 in milliseconds, and how much more it may be at the largest size than at the smallest. */
const goals: Readonly<Record<RequestKind, number>> = { open: 100, board: 100, tasks: 100, transition: 20 };
const growthGoal = 1.5;

/** The results for a reader. */
export function renderCasesTable({ sizes, growth, machine }: CasesResults): string {
  return [...sizes.map(sizeLines), growthLines(growth), machine, ''].join('\n\n');
}

function sizeLines(size: SizeResult): string {
  const { cases, kinds, syncP95Ms, otherCpus, complaints } = size;
  const rows = requestKinds.map((kind) => {
    const { p50Ms, p95Ms, cpuMs, concurrentP95Ms } = kinds[kind];
    const verdict = p95Ms.median <= goals[kind] ? 'met' : 'missed';
    const figures = `p50 ${inMs(p50Ms)}, p95 ${withRange(p95Ms, 1)}, goal ≤ ${goals[kind]}: ${verdict}`;
    const cost = cpuMs === null ? '' : `; processor ${withRange(cpuMs, 1)}`;
    return `  ${titles[kind].padEnd(22)} ${figures}; four at a time p95 ${concurrentP95Ms.toFixed(1)}${cost}`;
  });
  return [
    `${cases} cases, in ms (median, min–max of the rounds)`,
    ...rows,
    `  A durable write of 8 KB: p95 ${withRange(syncP95Ms, 1)}`,
    `  Answers that were wrong: ${complaints.length}${complaints
      .slice(0, 3)
      .map((each) => `\n    ${each}`)
      .join('')}`,
    ...(otherCpus === null ? [] : [`  Other work on this machine: ${withRange(otherCpus, 1)} processors`]),
  ].join('\n');
}

function growthLines(growth: CasesResults['growth']): string {
  const rows = requestKinds.map((kind) => {
    const { p95, cpu } = growth[kind];
    const verdict = p95 <= growthGoal ? 'met' : 'missed';
    const byProcessor = cpu === null ? '' : `, by processor time ${cpu}`;
    return `  ${titles[kind].padEnd(22)} p95 × ${p95}, goal ≤ ${growthGoal}: ${verdict}${byProcessor}`;
  });
  return ['The largest size to the smallest', ...rows].join('\n');
}

const inMs = ({ median }: Spread): string => median.toFixed(1);
