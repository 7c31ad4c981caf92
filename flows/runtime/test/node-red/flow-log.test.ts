import { expect, test } from '@jest/globals';
import { KoppelError, type Log } from '@koppel/contract';
import { createFlowLog } from '../../src/node-red/flow-log.ts';

function recorder(): { log: Log; lines: unknown[] } {
  const lines: unknown[] = [];
  const at = (level: string) => (fields: object, message: string) => lines.push({ level, ...fields, message });
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

test('of what a node says only the code of its error is kept', () => {
  const { log, lines } = recorder();
  const handler = createFlowLog(log);
  handler({ level: 20, type: 'function', id: 'n1', msg: new Error('about 999990019') });
  handler({ level: 20, type: 'koppel-exchange', id: 'n2', msg: new KoppelError('agreement.suspended') });
  handler({ level: 30, type: 'function', id: 'n1', msg: '999990019' });
  handler({ level: 20, type: 'function', id: 'n1', msg: { code: '999990019' } });
  expect(lines).toEqual([
    { level: 'error', node: 'n1', type: 'function', message: 'A node reports' },
    { level: 'error', node: 'n2', type: 'koppel-exchange', code: 'agreement.suspended', message: 'A node reports' },
    { level: 'warn', node: 'n1', type: 'function', message: 'A node reports' },
    { level: 'error', node: 'n1', type: 'function', message: 'A node reports' },
  ]);
});

test('warnings of Node-RED itself are told, its chatter is not', () => {
  const { log, lines } = recorder();
  const handler = createFlowLog(log);
  handler({ level: 40, msg: 'Started flows' });
  handler({ level: 30, msg: 'A module is missing' });
  expect(lines).toEqual([{ level: 'warn', text: 'A module is missing', message: 'Node-RED reports' }]);
});

test('who used the editor is told, not what they did it with', () => {
  const { log, lines } = recorder();
  createFlowLog(log)({ level: 98, event: 'flows.set', user: { username: 'author' }, msg: { flows: 'all' } });
  expect(lines).toEqual([{ level: 'info', event: 'flows.set', user: 'author', message: 'Somebody used the editor' }]);
});
