import { canonicalBytes, type Fault } from '@koppel/contract';
import { entryFaults } from '../entry/entry-check.ts';
import type { LedgerEntry } from '../entry/ledger-entry.schema.ts';

/** A line as the slow way reads it, with everything that is wrong with it. */
export type ParsedLine =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'checkpoint'; readonly note: string }
  | {
      readonly kind: 'entry';
      readonly index: number;
      readonly leaf: string;
      /** The canonical bytes of what the line says, whether or not it says it canonically. */
      readonly body: Uint8Array;
      readonly isCanonical: boolean;
      readonly faults: readonly Fault[];
      /** Undefined when it has faults. */
      readonly entry: LedgerEntry | undefined;
    };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const malformed: ParsedLine = { kind: 'malformed' };

/** Reads one line without its newline; never throws. */
export function parseLine(bytes: Uint8Array): ParsedLine {
  const { value, isCanonical } = readJson(bytes);
  if (!isObject(value)) return malformed;
  if ('entry' in value) return parseEntry(value, isCanonical);
  return isCanonical && isCheckpoint(value) ? { kind: 'checkpoint', note: value.checkpoint } : malformed;
}

/** The value of a line that is canonical JSON, undefined for any other. */
export function canonicalValue(bytes: Uint8Array): unknown {
  const { value, isCanonical } = readJson(bytes);
  return isCanonical ? value : undefined;
}

function readJson(bytes: Uint8Array): { value: unknown; isCanonical: boolean } {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return { value, isCanonical: canonicalBytes(value).equals(bytes) };
  } catch {
    return { value: undefined, isCanonical: false };
  }
}

function parseEntry(value: Record<string, unknown>, isCanonical: boolean): ParsedLine {
  const { entry, index, leaf } = value;
  const isWhole = Object.keys(value).length === 3 && isObject(entry) && isIndex(index) && isHash(leaf);
  if (!isWhole) return malformed;
  const faults = entryFaults(entry);
  const valid = faults.length === 0 ? (entry as LedgerEntry) : undefined;
  return { kind: 'entry', index, leaf, body: canonicalBytes(entry), isCanonical, faults, entry: valid };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIndex = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 10 ** 15;

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(value);

const isCheckpoint = (value: Record<string, unknown>): value is { checkpoint: string } =>
  typeof value['checkpoint'] === 'string' && Object.keys(value).length === 1;
