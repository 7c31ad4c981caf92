import { readdirSync, readFileSync } from 'node:fs';

interface Usage {
  readonly parent: number;
  readonly ticks: number;
}

/** Linux counts processor time in hundredths of a second. */
const millisecondsPerTick = 10;

/**
 * Processor time in milliseconds that a process, all that it started and all of those that ended have used so far;
 * undefined where the system does not tell in /proc.
 */
export function cpuTimeOf(pid: number): number | undefined {
  try {
    const usages = new Map(listPids().flatMap((each) => usageOf(each)));
    return sumOf(pid, usages) * millisecondsPerTick;
  } catch {
    return undefined;
  }
}

/** Processor time in milliseconds that the whole machine has used for anything so far. */
export function machineCpuTime(): number | undefined {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.trim().split(/ +/).slice(1).map(Number);
    return (user + nice + system + irq + softirq) * millisecondsPerTick;
  } catch {
    return undefined;
  }
}

function listPids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** Nothing for a process that ended between listing and reading. */
function usageOf(pid: number): [number, Usage][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before the last bracket may hold blanks.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    return [[pid, { parent, ticks }]];
  } catch {
    return [];
  }
}

function sumOf(pid: number, usages: ReadonlyMap<number, Usage>): number {
  const children = [...usages].filter(([, { parent }]) => parent === pid);
  return children.reduce((sum, [child]) => sum + sumOf(child, usages), usages.get(pid)?.ticks ?? 0);
}
