import { formatVerifierKey } from '../src/index.ts';
import { createEntry, createSampleSigner, sampleEntries, SampleLog } from './sample-log.ts';

interface Scene {
  readonly lines: readonly string[];
  /** What the verifier knows from elsewhere. */
  readonly vkeys: readonly string[];
}

interface Story {
  /** Whether both keys sign for a while after the change. */
  readonly isOverlapping: boolean;
  /** As a key of which kind the log tells of its new key; null when it does not. */
  readonly toldAs: 'checkpoint' | 'token' | null;
  /** Whether somebody goes on after that with a key of which the log does not tell. */
  readonly hasThief?: boolean;
  readonly trusts: (keys: { readonly old: string; readonly next: string }) => readonly string[];
}

/** A log under one key, then under two if they overlap, then under another. */
async function tell({ isOverlapping, toldAs, trusts, hasThief = false }: Story): Promise<Scene> {
  const entries = [...sampleEntries(30)];
  const [old, next] = [createSampleSigner(), createSampleSigner()];
  const log = new SampleLog(old);
  const add = async (count: number): Promise<void> => {
    for (const entry of entries.splice(0, count)) log.append(entry);
    await log.sign();
  };
  await add(20);
  // Entries of the sample are older than the change; it comes last of them.
  await add(entries.length);
  log.rotate(next, toldAs);
  if (isOverlapping) log.alsoSigning = [old];
  await log.sign();
  log.alsoSigning = [];
  if (hasThief) log.rotate(createSampleSigner(), null);
  log.append(createEntry(afterwardsMs, { type: 'process.recorded', action: 'change', digest: 'ef'.repeat(32) }));
  await log.sign();
  const keys = { old: formatVerifierKey(old.key), next: formatVerifierKey(next.key) };
  return { lines: await log.exportFrom(), vkeys: trusts(keys) };
}

/** Later than every entry of the sample, and than the change of the key. */
const afterwardsMs = Date.parse('2026-03-05T08:00:00.000Z');

const base: Story = { isOverlapping: true, toldAs: 'checkpoint', trusts: ({ old }) => [old] };

/** Changes of a log's key, by what a verifier knows; the good ones first. */
export const rotatedLogs: readonly (readonly [string, () => Promise<Scene>])[] = [
  ['the former key is known and leads to the next', () => tell(base)],
  ['the next key is known', () => tell({ ...base, trusts: ({ next }) => [next] })],
  ['both keys are known', () => tell({ ...base, toldAs: null, trusts: ({ old, next }) => [old, next] })],
  ['no key is known', () => tell({ ...base, trusts: () => [] })],
  [
    'the next key is known and the former stopped at once',
    () => tell({ ...base, isOverlapping: false, trusts: ({ next }) => [next] }),
  ],
  ['the former key is known and stopped at once', () => tell({ ...base, isOverlapping: false })],
  ['the former key is known and the log does not tell of the next', () => tell({ ...base, toldAs: null })],
  [
    'the former key is known and the log tells of the next as a key for tokens',
    () => tell({ ...base, toldAs: 'token' }),
  ],
  [
    'the former key is known, and the log goes on under a third of which it does not tell',
    () => tell({ ...base, hasThief: true }),
  ],
  ['another key is known', () => tell({ ...base, trusts: () => [formatVerifierKey(createSampleSigner().key)] })],
];
export const goodCount = 5;
