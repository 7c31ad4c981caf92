import {
  createUuidV7,
  entryRules,
  entryTypes,
  type EntryRule,
  type EntryType,
  type LedgerEntry,
} from '../src/index.ts';

const AT_MS = Date.parse('2026-03-02T08:00:00.123Z');
const time = AT_MS.toString(16).padStart(12, '0');
const uuid = (tail: string): string => `${time.slice(0, 8)}-${time.slice(8)}-7abc-9def-${tail}`;

/** A value for every optional field. */
export const optionalValues = {
  exchange: uuid('0123456789ab'),
  transaction: uuid('ba9876543210'),
  trace: '0123456789abcdef0123456789abcdef',
  collaboration: 'region-north',
  agreement: { id: uuid('000000000001'), version: 1 },
  operation: 'municipality.find-residents@1.2.3',
  mode: 'content',
  requester: { oin: '00000001001234567000', client: 'case-system' },
  provider: { oin: '00000001001234567001', client: 'residents' },
  organisation: { oin: '00000001001234567002' },
  actor: { id: 'employee-7', role: 'analyst' },
  purpose: 'public-order',
  subjects: ['A'.repeat(43), 'B'.repeat(43)],
  fields: ['residents[].birth.date', 'residents[].name.familyName'],
  withheld: ['residents[].nationality'],
  prerequisites: ['prosecutors-demand:OM-26-17'],
  code: 'agreement.suspended',
  digest: 'ab'.repeat(32),
  gap: { from: 0, root: 'cd'.repeat(32), to: 95 },
  evidence: { digest: 'cd'.repeat(32), keyId: `${'k'.repeat(42)}A`, signature: `${'s'.repeat(85)}Q` },
  key: { kind: 'checkpoint', version: 2, previous: 'cd'.repeat(32) },
} as const;

/** A valid entry with only the fields that its type requires, or with all that it allows. */
export function entryOfType(type: EntryType, extent: 'fewest' | 'most'): LedgerEntry {
  const rule: EntryRule = entryRules[type];
  const names = extent === 'fewest' ? rule.requires : [...rule.requires, ...rule.allows];
  const fields = Object.fromEntries(names.map((name) => [name, optionalValues[name]]));
  return { v: 1, id: uuid('00000000000f'), type, action: 'disclose', at: new Date(AT_MS).toISOString(), ...fields };
}

/** Entries of every type, each with the fewest and with the most fields, in an order that breaks no rule between entries. */
export function entriesOfEveryType(): LedgerEntry[] {
  return entryTypes.flatMap((type) => [...inSequence(type, 'fewest'), ...inSequence(type, 'most')]);
}

/** An entry under an id of its own; an answer after its question. */
function inSequence(type: EntryType, extent: 'fewest' | 'most'): LedgerEntry[] {
  const entry = entryOfType(type, extent);
  if (entry.exchange === undefined) return [{ ...entry, id: createUuidV7(AT_MS) }];
  const exchange = createUuidV7(AT_MS);
  const question = type.startsWith('reply.') ? [entryOfType('request.disclosed', extent)] : [];
  return [...question, entry].map((step) => ({ ...step, id: createUuidV7(AT_MS), exchange }));
}
