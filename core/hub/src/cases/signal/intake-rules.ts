import { createHash } from 'node:crypto';
import type { Intake } from '@koppel/process';
import type { IntakeEvent } from '../../platform/case-actions.ts';
import type { SignalDraft } from '../../platform/root.schema.ts';
import type { SubjectDraft } from '../../platform/subject.schema.ts';

const kinds = { bsn: 'person', kvk: 'organisation', address: 'premises' } as const;
const maxSummary = 8000;

/** What a model makes of an event: members that are not there, or no text, are left out. */
export function signalOf({ title, fields }: Intake, payload: IntakeEvent['payload']): Omit<SignalDraft, 'body'> {
  const summary = textOf(payload, fields.summary) ?? title.nl;
  return {
    title: title.nl,
    summary: summary.slice(0, maxSummary),
    subjects: fields.subjects.flatMap((subject) => subjectOf(subject, textOf(payload, subject.member))),
  };
}

function subjectOf({ kind, role }: Intake['fields']['subjects'][number], value: string | undefined): SubjectDraft[] {
  if (value === undefined) return [];
  const subject = { kind: kinds[kind], identifiers: [{ kind, value }] };
  // Nobody is a suspect because a system said something.
  return [kind === 'bsn' ? { ...subject, role: role ?? 'third-party' } : subject];
}

function textOf(payload: IntakeEvent['payload'], member: string): string | undefined {
  const value = Object.hasOwn(payload, member) ? payload[member] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id of the signal that an event becomes in a body: the same for the same event, so that it becomes one only once. */
export function signalIdOf({ oin, client, id }: Pick<IntakeEvent, 'oin' | 'client' | 'id'>, body: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([oin, client, id, body]))
    .digest();
  // RFC 9562, version 8: bytes of our own making.
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
