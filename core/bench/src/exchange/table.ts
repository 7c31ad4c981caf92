import type { Spread } from '../statistics.ts';
import type { PathName } from './path.ts';
import type { ExchangeResults, PathResult } from './results.ts';

const titles: Readonly<Record<PathName, string>> = {
  governed: 'governed',
  bare: 'bare',
  nodeRed: 'node-red',
  rawNats: 'raw-nats',
};

const goals = { ratioToBare: 0.7, ratioToNodeRed: 1.5, p99AddedMs: 5 } as const;

/** The results for a reader. */
export function renderTable(results: ExchangeResults): string {
  const { paths, halfLoad, ranges, ledger, otherCpus } = results;
  const names = Object.keys(paths) as PathName[];
  const rows = [
    ['path', 'answers/s (median, min–max)', 'p50 ms', 'p99 ms', 'processor µs per answer'],
    ...names.map((name) => rowOf(titles[name], paths[name])),
    ...(['governed', 'bare'] as const).map((name) => rowOf(`${titles[name]}, half load`, halfLoad[name])),
  ];
  const verdicts = [
    verdict('Governed to bare', results.ratioToBare, {
      range: ranges.ratioToBare,
      goal: goals.ratioToBare,
      isFloor: true,
    }),
    verdict('Governed to Node-RED', results.ratioToNodeRed, {
      range: ranges.ratioToNodeRed,
      goal: goals.ratioToNodeRed,
      isFloor: true,
    }),
    verdict('p99 added at half load, ms', results.p99AddedMs, {
      range: ranges.p99AddedMs,
      goal: goals.p99AddedMs,
      isFloor: false,
    }),
  ];
  const checks = [
    `Answers that were wrong: ${results.errors}${results.complaints.map((complaint) => `\n  ${complaint}`).join('')}`,
    `Ledger: ${ledger.entries} entries for ${ledger.answers} answers, ${ledger.verified ? 'verified' : 'NOT VERIFIED'}`,
    `Other work on this machine: ${otherCpus.median.toFixed(2)} processors (${otherCpus.min.toFixed(2)}–${otherCpus.max.toFixed(2)})`,
    results.machine,
  ];
  return [align(rows), '', ...verdicts, '', ...checks, ''].join('\n');
}

function rowOf(title: string, { perSecond, p50Ms, p99Ms, cpuMicros }: PathResult): string[] {
  const total = Object.values(cpuMicros).reduce((sum, micros) => sum + micros, 0);
  const parts = Object.entries(cpuMicros).map(([name, micros]) => `${name} ${micros}`);
  const rate = `${Math.round(perSecond.median)} (${Math.round(perSecond.min)}–${Math.round(perSecond.max)})`;
  return [title, rate, inMs(p50Ms), inMs(p99Ms), parts.length === 0 ? '' : `${total} = ${parts.join(' + ')}`];
}

const inMs = ({ median }: Spread): string => median.toFixed(1);

interface Goal {
  readonly range: readonly [number, number];
  readonly goal: number;
  /** Whether more is better. */
  readonly isFloor: boolean;
}

function verdict(what: string, value: number, { range, goal, isFloor }: Goal): string {
  const isMet = isFloor ? value >= goal : value <= goal;
  return `${what}: ${value} (${range[0]}–${range[1]}), goal ${isFloor ? '≥' : '≤'} ${goal}: ${isMet ? 'met' : 'missed'}`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
