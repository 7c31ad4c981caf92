import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { TokenDesk } from '../../src/identity/token-desk.ts';
import type { SecurityEvent } from '../../src/platform/security-log.ts';

const context = {
  transaction: '01938c5e-8c00-7000-8000-0000000000aa',
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`,
};

/** What the security log is told of a token that could not be given for this reason. */
async function toldOf(reason: Error): Promise<SecurityEvent[]> {
  const told: SecurityEvent[] = [];
  const desk = new TokenDesk({
    tokens: { issue: () => Promise.reject(reason) },
    security: { tell: (event) => void told.push(event) },
  });
  await expect(desk.issue({ form: {}, context })).rejects.toBe(reason);
  return told;
}

describe('a token that is not given', () => {
  test('is told of when it was refused', async () => {
    const told = await toldOf(new KoppelError('client.assertion-invalid'));
    expect(told).toMatchObject([{ event: 'token.refused', code: 'client.assertion-invalid' }]);
  });

  test.each([[new Error('terminating connection')], [new KoppelError('hub.unavailable')]])(
    'is no sign of an attack when the hub itself failed: %s',
    async (failure) => {
      expect(await toldOf(failure)).toEqual([]);
    },
  );
});
