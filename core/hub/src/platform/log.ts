import type { Log } from '@koppel/contract';
import { pino, type DestinationStream } from 'pino';

/** JSON lines on standard error; the hub writes no personal data, so there is nothing to redact. */
export function createLog(level: string, nodeId: string, destination?: DestinationStream): Log {
  return pino({ level, base: { node: nodeId } }, destination ?? pino.destination({ fd: 2, sync: false }));
}
