import type { Log } from '@koppel/contract';

/** An entry of Node-RED's log; those of nodes carry `type` and `id`. */
export interface FlowLogEntry {
  readonly level: number;
  readonly type?: string;
  readonly id?: string;
  readonly msg?: unknown;
  readonly event?: string;
  readonly user?: { readonly username?: string };
}

export type LogHandler = (entry: FlowLogEntry) => void;

type Level = keyof Log;

const levelOf = (level: number): Level => {
  if (level <= 20) return 'error';
  if (level === 30) return 'warn';
  return level === 40 ? 'info' : 'debug';
};

const auditLevel = 98;

/**
 * Takes over Node-RED's log. What a node says is left out, because a flow can make a node say anything of a
 * message: which node, and the code of its error, tell enough to find it.
 */
export function createFlowLog(log: Log): LogHandler {
  return (entry) => {
    if (entry.level === auditLevel) {
      log.info({ event: entry.event, user: entry.user?.username }, 'Somebody used the editor');
    } else if (entry.type !== undefined) {
      log[levelOf(entry.level)]({ node: entry.id, type: entry.type, code: codeOf(entry.msg) }, 'A node reports');
    } else if (entry.level < 40) {
      log[levelOf(entry.level)]({ text: String(entry.msg) }, 'Node-RED reports');
    }
  };
}

function codeOf(message: unknown): string | undefined {
  const code: unknown = typeof message === 'object' && message !== null && 'code' in message ? message.code : undefined;
  return typeof code === 'string' && /^[A-Za-z_.-]{1,60}$/.test(code) ? code : undefined;
}
