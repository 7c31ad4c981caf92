import { canonicalBytes, compileSchema, type Fault, type Validator } from '@koppel/contract';
import { entryTypes, isEntryType, type EntryType } from './entry-rules.ts';
import { entrySchemaOf, type LedgerEntry } from './ledger-entry.schema.ts';
import { timeOfUuidV7 } from './uuid-v7.ts';

const validators = new Map<EntryType, Validator>();

function validatorOf(type: EntryType): Validator {
  const validator = validators.get(type) ?? compileSchema(entrySchemaOf(type));
  validators.set(type, validator);
  return validator;
}

/** What is wrong with a value that should be an entry; empty when it is one. Paths and sentences, never values. */
export function entryFaults(value: unknown): Fault[] {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (!isEntryType(type)) return [{ path: '/type', message: `must be one of ${entryTypes.join(', ')}` }];
  const faults = validatorOf(type).faultsOf(value);
  // Valid against the type's schema, so it has the fields of an entry.
  return faults.length > 0 ? faults : [...setFaults(value as LedgerEntry), ...timeFaults(value as LedgerEntry)];
}

/** The fields that are sets: ascending by bytes, each element once, so that a set has one canonical form. */
export const setFields = ['fields', 'prerequisites', 'subjects', 'withheld'] as const;

function setFaults(entry: LedgerEntry): Fault[] {
  return setFields
    .filter((name) => !isAscending(entry[name] ?? []))
    .map((name) => ({ path: `/${name}`, message: 'must be sorted, each element once' }));
}

/** Whether each text is greater than the one before it. */
export const isAscending = (texts: readonly string[]): boolean =>
  texts.every((text, i) => i === 0 || (texts[i - 1] ?? '') < text);

function timeFaults(entry: LedgerEntry): Fault[] {
  const isSame = new Date(timeOfUuidV7(entry.id)).toISOString() === entry.at;
  return isSame ? [] : [{ path: '/at', message: 'must be the instant in the id' }];
}

/** The bytes that are hashed into the tree: the entry's canonical form (RFC 8785). */
export const entryBody = (entry: LedgerEntry): Buffer => canonicalBytes(entry);
