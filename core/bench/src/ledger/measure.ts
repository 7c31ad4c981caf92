import { exchangeEntries } from './entries.ts';
import type { LedgerUnderTest, OpenLedger } from './ledger-under-test.ts';

const inFlight = 4096;
const stretches = 10;

/** Appends until the log holds so many entries; entries per second in each tenth of the way. */
export async function appendMany(
  ledger: LedgerUnderTest,
  entries: number,
  tell: (sentence: string) => void,
): Promise<number[]> {
  const perStretch = Math.ceil(entries / 2 / stretches);
  const speeds: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const before = performance.now();
    let next = 0;
    const append = async (): Promise<void> => {
      while (next < perStretch) await ledger.append(exchangeEntries(stretch * perStretch + next++));
    };
    await Promise.all(Array.from({ length: inFlight }, append));
    speeds.push((2 * perStretch) / ((performance.now() - before) / 1000));
    tell(`${2 * perStretch * (stretch + 1)} entries, ${Math.round(speeds.at(-1) ?? 0)} per second`);
  }
  return speeds;
}

/** Milliseconds until an exchange that nobody shares a commit with is safe. */
export async function appendAlone(ledger: LedgerUnderTest, count: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const before = performance.now();
    await ledger.append(exchangeEntries(times.length));
    times.push(performance.now() - before);
  }
  return times;
}

interface Proofs {
  readonly ms: number[];
  readonly wrong: number;
}

/** Asks for proofs spread over the log and checks each of them. */
export async function proveInclusion({ ledger, isIncluded }: OpenLedger, size: number, count: number): Promise<Proofs> {
  const proofs: { ms: number[]; wrong: number } = { ms: [], wrong: 0 };
  for (let number = 0; number < count; number += 1) {
    const before = performance.now();
    const { index, hashes, leafHash, rootHash } = await ledger.proof(placeOf(number, size), size);
    proofs.ms.push(performance.now() - before);
    const claim = { leafIndex: index, size, leaf: bytes(leafHash), proof: hashes.map(bytes), root: bytes(rootHash) };
    if (!isIncluded(claim)) proofs.wrong += 1;
  }
  return proofs;
}

/** Proofs that the log of some size is the beginning of the log as it is. */
export async function proveConsistency(
  { ledger, isConsistent }: OpenLedger,
  size: number,
  count: number,
): Promise<Proofs> {
  const proofs: { ms: number[]; wrong: number } = { ms: [], wrong: 0 };
  const { rootHash: toRoot } = await ledger.proof(0, size);
  for (let number = 0; number < count; number += 1) {
    const from = placeOf(number, size) + 1;
    const before = performance.now();
    const { hashes } = await ledger.consistency(from, size);
    proofs.ms.push(performance.now() - before);
    const { rootHash: fromRoot } = await ledger.proof(0, from);
    const roots = { fromRoot: bytes(fromRoot), toRoot: bytes(toRoot) };
    if (!isConsistent({ from, to: size, ...roots, proof: hashes.map(bytes) })) proofs.wrong += 1;
  }
  return proofs;
}

/** Apart from one another, and in no order that a cache would like. */
const placeOf = (number: number, size: number): number => Math.floor(((number * 0.618_033_988_75) % 1) * size);

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
