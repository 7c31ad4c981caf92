import { describe, expect, test } from '@jest/globals';
import { meetHub } from '../meet-hub.ts';

describe('koppel exchange', () => {
  const envelope = ['--agreement', 'an-id', '--purpose', 'a-purpose', '--actor', 'emp-1234', '--role', 'analyst'];

  test('sends the question from standard input, so that it stands in no shell history', async () => {
    const reply = {
      mode: 'content',
      content: { incomes: [] },
      withheld: ['incomes[].amount'],
      terms: { retention: { days: 30 }, secrecy: ['awr67'] },
      ledger: { requestIndex: 4, replyIndex: 5 },
    };
    const { hub, koppel } = await meetHub({ 'POST /v1/exchanges': { body: reply } });
    const question = JSON.stringify({ bsn: '999990019' });
    const { output, exitCode } = await koppel.run(['exchange', 'tax.find-incomes', ...envelope], question);
    expect(exitCode).toBe(0);
    expect(hub.seen[0]).toMatchObject({
      headers: { authorization: 'Bearer a-token' },
      body: {
        agreement: 'an-id',
        operation: 'tax.find-incomes',
        actor: { id: 'emp-1234', role: 'analyst' },
        request: { bsn: '999990019' },
      },
    });
    expect(output).toContain('Withheld incomes[].amount');
    expect(output).toContain('question 4, answer 5');
  });

  test('passes mode, deadline, prerequisites and idempotency key on', async () => {
    const { hub, koppel } = await meetHub();
    const more = [
      '--mode',
      'match',
      '--deadline',
      '500',
      '--prerequisite',
      'demand=D-17',
      '--idempotency-key',
      'k'.repeat(16),
    ];
    await koppel.run(['exchange', 'tax.find-incomes', ...envelope, ...more], '{}');
    expect(hub.seen[0]?.headers['idempotency-key']).toBe('k'.repeat(16));
    expect(hub.seen[0]?.body).toMatchObject({
      mode: 'match',
      deadlineMs: 500,
      prerequisites: [{ kind: 'demand', reference: 'D-17' }],
    });
  });
});
