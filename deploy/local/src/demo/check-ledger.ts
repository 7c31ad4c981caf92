import type { Readable } from 'node:stream';
import { isIncluded, parseCheckpoint, verifyExport, type ExportReport } from '@koppel/ledger';
import type { HubClient } from '../hub-client/hub-client.ts';

/** Whether one entry is in the ledger that the hub signed for. */
export interface EntryProof {
  readonly index: number;
  readonly size: number;
  /** How many hashes it took. */
  readonly steps: number;
  readonly isIncluded: boolean;
  /** The signed note that it was checked against; keep it to hold the hub to it. */
  readonly checkpoint: string;
}

interface InclusionProof {
  readonly leafHash: string;
  readonly hashes: readonly string[];
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

/** Fetches a checkpoint and the path of one entry, and does the sums here. */
export async function proveEntry(client: HubClient, index: number): Promise<EntryProof> {
  const checkpoint = await client.get<string>('/v1/ledger/checkpoint');
  const { size = 0, root = new Uint8Array() } = parseCheckpoint(checkpoint) ?? {};
  const proof = await client.get<InclusionProof>(`/v1/ledger/entries/${index}/proof?size=${size}`);
  const claim = { leafIndex: index, size, leaf: bytes(proof.leafHash), root, proof: proof.hashes.map(bytes) };
  return { index, size, steps: proof.hashes.length, isIncluded: isIncluded(claim), checkpoint };
}

/** Fetches the whole ledger and checks every entry, every checkpoint, and that it continues the one that was held. */
export async function checkWholeLedger(client: HubClient, heldCheckpoint: string): Promise<ExportReport> {
  const lines: Readable = await client.stream('/v1/ledger/export?from=0');
  return verifyExport(lines, { previousCheckpoint: heldCheckpoint });
}
