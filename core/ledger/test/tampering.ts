import { createSampleSigner, logOf, sampleEntries } from './sample-log.ts';
import { checkpointTamperings } from './tampering/checkpoint-tamperings.ts';
import { cutTamperings } from './tampering/cut-tamperings.ts';
import { entryTamperings } from './tampering/entry-tamperings.ts';
import type { Evidence, Tampering } from './tampering/forgery.ts';
import { keyHolderTamperings } from './tampering/key-holder-tamperings.ts';

/** Every way to falsify an export that a verifier must find and name; each verifier runs all of them. */
export const tamperings: readonly Tampering[] = [
  ...entryTamperings,
  ...cutTamperings,
  ...checkpointTamperings,
  ...keyHolderTamperings,
];

/** An honest export of 95 entries with checkpoints at 25, 50, 75 and 95. */
export async function createEvidence(): Promise<Evidence> {
  const signer = createSampleSigner();
  const entries = [...sampleEntries(100)].slice(0, 95);
  const log = await logOf(entries, signer);
  const lastCheckpoint = log.checkpoints.at(-1)?.note ?? '';
  return { lines: await log.exportFrom(), signer, entries, vkey: log.vkey, lastCheckpoint };
}
