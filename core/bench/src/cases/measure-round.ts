import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { cpuTimeOf, machineCpuTime } from '../child/cpu-time.ts';
import { quantile } from '../load/tally.ts';
import { requestKinds, type Ask, type Asks, type RequestKind } from './requests.ts';

/** One kind of request in one round. */
export interface KindRound {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Processor time of the hub, PostgreSQL and all else that serves, per request; null where the system does not tell. */
  readonly cpuMs: number | null;
}

export interface CasesRound {
  readonly kinds: Readonly<Record<RequestKind, KindRound>>;
  /** What one durable write of 8 KB took, alone, between the requests. */
  readonly syncP95Ms: number;
  /** Processors that others kept busy; null where the system does not tell. */
  readonly otherCpus: number | null;
  /** What was wrong with answers. */
  readonly complaints: readonly string[];
}

export interface Pace {
  /** Of each kind. */
  readonly requests: number;
  /** How many people ask at a time. */
  readonly atATime: number;
  /** Where durable writes are tried: the disk of the database. */
  readonly home: string;
}

/** Lets people ask every kind in turn. */
export async function measureRound(asks: Asks, pace: Pace): Promise<CasesRound> {
  const complaints: string[] = [];
  const measured: [RequestKind, KindRound][] = [];
  const stock = { at: performance.now(), machine: machineCpuTime(), own: cpuTimeOf(process.pid) };
  for (const kind of requestKinds) measured.push([kind, await measureKind(asks[kind], { ...pace, complaints })]);
  const own = (cpuTimeOf(process.pid) ?? 0) - (stock.own ?? 0);
  const machine = machineCpuTime();
  const before = stock.own === undefined ? undefined : stock.machine;
  return {
    kinds: Object.fromEntries(measured) as CasesRound['kinds'],
    otherCpus:
      machine === undefined || before === undefined
        ? null
        : Math.max(machine - before - own, 0) / (performance.now() - stock.at),
    syncP95Ms: await measureSync(pace.home),
    complaints,
  };
}

async function measureKind(
  next: () => Ask,
  { requests, atATime, complaints }: Pace & { readonly complaints: string[] },
): Promise<KindRound> {
  const latencies: number[] = [];
  const before = servingCpuMs();
  let left = requests;
  const askOn = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const ask = next();
      const at = performance.now();
      const complaint = await ask().catch((error: unknown) => (error instanceof Error ? error.message : 'it failed'));
      latencies.push(performance.now() - at);
      if (complaint !== undefined) complaints.push(complaint);
    }
  };
  await Promise.all(Array.from({ length: atATime }, askOn));
  const after = servingCpuMs();
  const sorted = Float64Array.from(latencies).sort();
  return {
    p50Ms: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    cpuMs: before === undefined || after === undefined ? null : (after - before) / requests,
  };
}

/** Of everything that this process started, and not of this process. */
function servingCpuMs(): number | undefined {
  const all = cpuTimeOf(process.pid);
  if (all === undefined) return undefined;
  const { user, system } = process.cpuUsage();
  return all - (user + system) / 1000;
}

const syncs = 50;

/** A transition waits for such a write twice: for its ledger entry, and for itself. */
async function measureSync(home: string): Promise<number> {
  const file = await open(join(home, 'bench-sync'), 'w', 0o600);
  const latencies: number[] = [];
  try {
    const page = Buffer.alloc(8192, 1);
    while (latencies.length < syncs) {
      const at = performance.now();
      await file.write(page);
      await file.datasync();
      latencies.push(performance.now() - at);
    }
  } finally {
    await file.close();
  }
  return quantile(Float64Array.from(latencies).sort(), 0.95);
}
