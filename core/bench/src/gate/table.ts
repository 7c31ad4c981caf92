import { renderHubs } from '../agreements/table.ts';
import { withRange } from '../statistics.ts';
import type { BenchResults, SetResult } from './results.ts';

/** The results for a reader. */
export function renderGateTable(results: BenchResults): string {
  const { small, large, ratio, addedNs, bytesPerAgreement, changeMs, wrong, hubs, machine } = results;
  return [
    'The gate alone, from memory (median, min–max of the rounds)',
    setLine('small set', small),
    setLine('large set', large),
    `  large to small   × ${withRange(ratio, 2)}; ${withRange(addedNs)} ns more for a decision`,
    `  An agreement takes ${bytesPerAgreement} bytes`,
    `  A changed agreement binds in this gate after ${withRange(changeMs, 3)} ms`,
    `  Decisions that were wrong: ${wrong}`,
    '',
    ...(hubs === undefined ? [] : [renderHubs(hubs)]),
    machine,
    '',
  ].join('\n');
}

const setLine = (title: string, { perSecond, cpuNs }: SetResult): string =>
  `  ${title}        ${withRange(perSecond)} decisions/s, processor ${withRange(cpuNs)} ns each`;
