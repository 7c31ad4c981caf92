import { describe, expect, test } from '@jest/globals';
import { KoppelError, type OperationHandler, type Question } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { logQuestions } from '../src/question-log.ts';

const question = {
  operation: 'tax.find-income',
  version: '1.0.0',
  mode: 'content',
  request: { bsn: '999912345' },
  transaction: '0199c1de-aaaa-7bbb-8ccc-1234567890ab',
} as unknown as Question;

async function logOf(content: () => Promise<never>): Promise<CapturedLog> {
  const log = new CapturedLog();
  const [handler] = logQuestions([{ operation: {} as OperationHandler['operation'], content }], log);
  await expect(handler?.content?.(question)).rejects.toThrow();
  return log;
}

describe('the log of questions', () => {
  test('tells which question, under which transaction, and how it ended', async () => {
    const log = await logOf(() => Promise.reject(new KoppelError('source.failed', 'The source cannot be reached')));
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'Could not answer a question',
        fields: {
          operation: 'tax.find-income@1.0.0',
          mode: 'content',
          transaction: question.transaction,
          durationMs: expect.any(Number),
          code: 'source.failed',
          why: 'The source cannot be reached',
        },
      },
    ]);
  });

  test('tells the code of what caused it, never its words', async () => {
    const cause = Object.assign(new Error('999912345'), { code: 'ECONNREFUSED' });
    const log = await logOf(() => Promise.reject(new KoppelError('source.failed', undefined, { cause })));
    expect(log.lines[0]?.fields).toMatchObject({ cause: 'ECONNREFUSED' });
    expect(log.text()).not.toContain('999912345');
  });

  test('tells the kind of an unexpected error only', async () => {
    const log = await logOf(() => Promise.reject(new TypeError('999912345')));
    expect(log.lines[0]?.fields).toMatchObject({ code: 'adapter.failed', why: 'TypeError' });
    expect(log.text()).not.toContain('999912345');
  });

  test('offers the modes of the handler and no other', () => {
    const [handler] = logQuestions([{ operation: {} as OperationHandler['operation'] }], new CapturedLog());
    expect(Object.keys(handler ?? {})).toEqual(['operation']);
  });
});
