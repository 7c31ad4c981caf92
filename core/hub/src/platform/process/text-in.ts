import type { ProcessRecord } from './process-record.ts';

/** A text in the content of a record; empty when it is not there, or may not be read any more. */
export function textIn({ content }: Pick<ProcessRecord, 'content'>, name: string): string {
  const text = content?.[name];
  return typeof text === 'string' ? text : '';
}
