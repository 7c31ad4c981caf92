import { compileSchema } from '@koppel/contract';
import { parseVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { ExportHeader } from '../export/export-line.ts';
import { subtreeCount } from '../merkle/compact-range.ts';
import type { FindingCode } from './finding.ts';
import { canonicalValue } from './parsed-line.ts';

const validator = compileSchema(ExportHeader);

/** A header that can be worked with, and what is wrong with it all the same. */
export interface OpenedHeader {
  readonly header: ExportHeader;
  /** The key that checkpoints are checked with: the given one, else the header's own. */
  readonly key: VerifierKey;
  readonly faults: readonly FindingCode[];
}

/** Reads the first line, without its newline; undefined when it is no header. */
export function openHeader(line: Uint8Array, trusted: VerifierKey | undefined): OpenedHeader | undefined {
  const value = canonicalValue(line);
  if (!validator.isValid(value)) return undefined;
  const header = value as ExportHeader;
  const own = parseVerifierKey(header.vkey);
  if (own === undefined || header.from > header.to || header.edge.length !== subtreeCount(header.from))
    return undefined;
  return { header, key: trusted ?? own, faults: faultsOf(header.origin, own, trusted ?? own) };
}

function faultsOf(origin: string, own: VerifierKey, key: VerifierKey): FindingCode[] {
  if (own.name !== origin || key.name !== origin) return ['header.origin-mismatch'];
  return own.publicKey.equals(key.publicKey) ? [] : ['header.key-mismatch'];
}
