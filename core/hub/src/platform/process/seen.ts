import { KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import type { ProcessRecord } from './process-record.ts';

/** The header with which somebody says on which version they decided. */
export const IfMatch = Type.Object(
  { 'If-Match': Type.Optional(Type.String({ pattern: '^"[0-9]{1,9}"$', maxLength: 11 })) },
  { additionalProperties: false },
);

/** The version in `If-Match`, as an action takes it. */
export const revisionOf = (headers: { readonly 'If-Match'?: string }): { revision?: number } =>
  headers['If-Match'] === undefined ? {} : { revision: Number(headers['If-Match'].slice(1, -1)) };

/** @throws KoppelError `resource.changed` with both versions when somebody decided on an older one. */
export function requireVersion({ version }: Pick<ProcessRecord, 'version'>, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw new KoppelError('resource.changed', undefined, { details: { seen, current: version } });
}

/** The first record that a commit made. */
export function firstOf(records: readonly ProcessRecord[]): ProcessRecord {
  const [record] = records;
  if (!record) throw new KoppelError('hub.failed', 'A change made no record');
  return record;
}

/** A record, with whatever a view adds to it, as an answer over HTTP. */
export const recordReply = (status: number, record: ProcessRecord) => ({
  status,
  headers: { ETag: `"${record.version}"` },
  body: record,
});

/** What the header of such an answer is for. */
export const etag = { ETag: 'The version; send it back as `If-Match` to be told when somebody else was faster' };
