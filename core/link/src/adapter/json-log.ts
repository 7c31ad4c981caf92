import type { Log } from '@koppel/contract';

type Level = keyof Log;

/** One JSON object per line; for a process that has no log of its own. */
export function createJsonLog(stream: NodeJS.WritableStream, bindings: object = {}): Log {
  const write = (level: Level, fields: object, message: string): void => {
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...bindings, ...fields, message })}\n`);
  };
  return {
    debug: () => undefined,
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
  };
}
