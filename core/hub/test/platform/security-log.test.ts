import { beforeEach, describe, expect, test } from '@jest/globals';
import { CapturedLog, waitUntil } from '@koppel/testkit';
import { createMetrics } from '../../src/platform/metrics.ts';
import { SecurityLog, type SecurityEvent } from '../../src/platform/security-log.ts';
import { oins } from '../fixtures.ts';

const system = { oin: oins.requester, client: 'intake' };
const refusal: SecurityEvent = { event: 'request.refused', code: 'token.insufficient-scope', system };

let log: CapturedLog;
let metrics: ReturnType<typeof createMetrics>;
let security: SecurityLog;
beforeEach(() => {
  log = new CapturedLog();
  metrics = createMetrics();
  security = new SecurityLog({ log, metrics });
});

const fields = (): object[] => log.lines.map((line) => line.fields);

describe('the security log', () => {
  test('tells the first of a kind at once, with the reason, the system and the trace', () => {
    const [transaction, traceparent] = [
      '01938c5e-8c00-7000-8000-000000000001',
      `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`,
    ];
    security.tell({ ...refusal, route: '/v1/mandates', transaction, traceparent });
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'a request was refused',
        fields: {
          event: 'request.refused',
          code: refusal.code,
          ...system,
          route: '/v1/mandates',
          transaction,
          traceparent,
          times: 1,
        },
      },
    ]);
  });

  test('tells of a flood twice: when it begins, and how much it was', () => {
    for (let i = 0; i < 50_000; i += 1) security.tell(refusal);
    expect(log.lines).toHaveLength(1);
    security.flush();
    expect(fields()).toMatchObject([{ times: 1 }, { code: refusal.code, ...system, times: 49_999 }]);
    security.flush();
    expect(log.lines).toHaveLength(2);
  });

  test('tells systems, reasons and kinds apart', () => {
    security.tell(refusal);
    security.tell({ ...refusal, system: { ...system, client: 'console' } });
    security.tell({ ...refusal, code: 'resource.not-found' });
    security.tell({ event: 'token.given', system, forPerson: true, scopes: ['cases'] });
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn', 'info']);
    security.flush();
    expect(log.lines).toHaveLength(4);
  });

  test('takes no more memory and no more disk when very many systems are refused', () => {
    for (let round = 0; round < 3; round += 1)
      for (let i = 0; i < 5000; i += 1) security.tell({ ...refusal, system: { ...system, client: `c${i}` } });
    security.flush();
    expect(log.lines.length).toBeLessThan(2010);
    const nobody = fields().filter((line) => !('oin' in line));
    expect(nobody).toMatchObject([{ times: 1 }, { code: refusal.code, times: 3 * 4000 - 1 }]);
  });

  test('tells what was counted by itself, and then the next one at once', async () => {
    security = new SecurityLog({ log, metrics, windowMs: 5 });
    security.tell(refusal);
    security.tell(refusal);
    await waitUntil(() => log.lines.length === 2, 'the second was told');
    security.tell(refusal);
    expect(log.lines).toHaveLength(3);
  });

  test('is counted for alerts whatever it tells', async () => {
    for (let i = 0; i < 3; i += 1) security.tell(refusal);
    const text = await metrics.registry.metrics();
    expect(text).toContain('koppel_security_events_total{event="request.refused",code="token.insufficient-scope"} 3');
  });
});
