import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@koppel/contract';
import { homePaths } from '@koppel/local';
import type { Context } from '../context.ts';

/** What befalls the parts: all of it in `logs/koppel.log`, and what matters to a person on standard error as well. */
export function createStartLog(context: Context): Log {
  const file = join(homePaths(context.home).logs, 'koppel.log');
  const keep = (level: keyof Log, fields: object, message: string): void => {
    try {
      appendFileSync(file, `${JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg: message })}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk must not end what runs; it is told by whoever needs the disk.
    }
  };
  const tell = (level: 'warn' | 'error') => (fields: object, message: string) => {
    keep(level, fields, message);
    const { part, reason } = fields as { part?: string; reason?: string };
    if (part !== undefined) context.writeError(`${part}: ${message}${reason === undefined ? '' : ` (${reason})`}\n`);
  };
  return {
    debug: (fields, message) => keep('debug', fields, message),
    info: (fields, message) => keep('info', fields, message),
    warn: tell('warn'),
    error: tell('error'),
  };
}
