import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { AgreementLease, leaseMs } from '../../src/exchange/agreement-lease.ts';
import { Gate } from '../../src/exchange/gate.ts';
import type { AgreementChanges, Call } from '../../src/platform/actions.ts';
import { aRecord, aRequest, now, oins } from '../fixtures.ts';

const nothing = (revision: number): AgreementChanges => ({ revision, records: [], isComplete: true });

function aLease(answer: (revision: number) => Promise<AgreementChanges>) {
  const clock = { time: 0, now: () => clock.time };
  const gate = new Gate();
  const call = (async (_name: string, params: { revision: number }) => answer(params.revision)) as Call;
  const log = new CapturedLog();
  return { clock, gate, log, lease: new AgreementLease({ gate, call, clock, log }) };
}

describe('the lease on the agreements', () => {
  test('is stale before the first answer', () => {
    expect(aLease(async (revision) => nothing(revision)).lease.isFresh).toBe(false);
  });

  test('is fresh for two seconds from the question, not from the answer', async () => {
    const { lease, clock } = aLease(async (revision) => {
      clock.time += 300;
      return nothing(revision);
    });
    await lease.refresh();
    clock.time = 1999;
    expect(lease.isFresh).toBe(true);
    clock.time = 2000;
    expect(lease.isFresh).toBe(false);
  });

  test('runs out when the agreements cannot be read', async () => {
    let isDown = false;
    const { lease, clock } = aLease(async (revision) => {
      if (isDown) throw new KoppelError('hub.unavailable');
      return nothing(revision);
    });
    await lease.refresh();
    isDown = true;
    clock.time = leaseMs;
    await lease.refresh();
    expect(lease.isFresh).toBe(false);
  });

  test('is not fresh before the last page was taken in', async () => {
    const { lease, gate } = aLease(async (revision) =>
      revision === 0
        ? { revision: 1, records: [aRecord()], isComplete: false }
        : Promise.reject(new KoppelError('hub.unavailable')),
    );
    await lease.refresh();
    expect(gate.size).toBe(1);
    expect(lease.isFresh).toBe(false);
  });

  test('asks once more when a change is announced while it asks', async () => {
    const answers: AgreementChanges[] = [
      { revision: 1, records: [aRecord()], isComplete: true },
      { revision: 2, records: [aRecord({ status: 'suspended' })], isComplete: true },
    ];
    const { lease, gate } = aLease(async (revision) => answers.shift() ?? nothing(revision));
    const running = lease.refresh();
    await lease.refresh();
    await running;
    const question = { oin: oins.requester, client: 'intake', request: aRequest(), now, asksAboutSubject: false };
    expect(gate.decide(question)).toMatchObject({ code: 'agreement.suspended' });
  });

  test('asks for what changed since the last answer, each time anew', async () => {
    const asked: number[] = [];
    const { lease } = aLease(async (revision) => {
      asked.push(revision);
      return nothing(revision + 7);
    });
    await lease.refresh();
    await lease.refresh();
    expect(asked).toEqual([0, 7]);
  });

  test('asks once more for all that was announced while it asked, and then is quiet', async () => {
    let asked = 0;
    const { lease } = aLease(async (revision) => {
      asked += 1;
      return nothing(revision);
    });
    await Promise.all([lease.refresh(), lease.refresh(), lease.refresh()]);
    expect(asked).toBe(2);
  });

  test('says how old it is and why it was not renewed, and not in whose words', async () => {
    const reasons: unknown[] = [new TypeError('planted text'), 'planted text'];
    const { lease, clock, log } = aLease(async (revision) => {
      if (clock.time > 0) throw reasons.shift();
      return nothing(revision);
    });
    await lease.refresh();
    clock.time = 700;
    await lease.refresh();
    await lease.refresh();
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { ageMs: 700, reason: 'TypeError' } },
      { level: 'warn', fields: { ageMs: 700, reason: 'unknown' } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('planted');
  });
});

describe('a lease that was started', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('asks at once and then every half second, until it is stopped', async () => {
    let asked = 0;
    const { lease } = aLease(async (revision) => {
      asked += 1;
      return nothing(revision);
    });
    lease.start();
    expect(asked).toBe(1);
    await jest.advanceTimersByTimeAsync(499);
    expect(asked).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked).toBe(2);
    await lease.stop();
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toBe(2);
  });

  test('stops only when the answer that it waits for is there', async () => {
    const { promise, resolve } = Promise.withResolvers<AgreementChanges>();
    const { lease } = aLease(() => promise);
    let isStopped = false;
    lease.start();
    const stopping = lease.stop().then(() => {
      isStopped = true;
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(isStopped).toBe(false);
    resolve(nothing(1));
    await stopping;
    expect(lease.isFresh).toBe(true);
  });
});
