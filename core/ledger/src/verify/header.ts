import { compileSchema } from '@koppel/contract';
import { parseVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { ExportHeader } from '../export/export-line.ts';
import { subtreeCount } from '../merkle/compact-range.ts';
import type { FindingCode } from './finding.ts';
import { isAmong, LogKeys } from './log-keys.ts';
import { canonicalValue } from './parsed-line.ts';

const validator = compileSchema(ExportHeader);

/** A header that can be worked with, and what is wrong with it all the same. */
export interface OpenedHeader {
  readonly header: ExportHeader;
  /** The key that the log signs with now, by the export's own account. */
  readonly key: VerifierKey;
  readonly keys: LogKeys;
  readonly faults: readonly FindingCode[];
}

/** Reads the first line, without its newline; undefined when it is no header. Without trusted keys it vouches for its own. */
export function openHeader(line: Uint8Array, trusted: readonly VerifierKey[]): OpenedHeader | undefined {
  const value = canonicalValue(line);
  if (!validator.isValid(value)) return undefined;
  const header = value as ExportHeader;
  const offered = readKeys(header);
  const [own] = offered;
  if (own === undefined || !isRange(header)) return undefined;
  const known = trusted.length > 0 ? trusted : offered;
  return { header, key: own, keys: new LogKeys(known, offered), faults: faultsOf(header.origin, offered, known) };
}

const isRange = ({ from, to, edge }: ExportHeader): boolean => from <= to && edge.length === subtreeCount(from);

/** The present key and the former ones; none when one of them cannot be read. */
function readKeys({ vkey, formerKeys = [] }: ExportHeader): VerifierKey[] {
  const keys = [vkey, ...formerKeys].map((text) => parseVerifierKey(text));
  const readable = keys.filter((key) => key !== undefined);
  return readable.length === keys.length ? readable : [];
}

/** A key that is trusted may be a former one: whether the log came from there to its present key shows on the way. */
function faultsOf(origin: string, offered: readonly VerifierKey[], known: readonly VerifierKey[]): FindingCode[] {
  if ([...offered, ...known].some(({ name }) => name !== origin)) return ['header.origin-mismatch'];
  return offered.some((key) => isAmong(key, known)) ? [] : ['header.key-mismatch'];
}
