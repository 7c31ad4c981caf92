import { describe, expect, test } from '@jest/globals';
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
  return { clock, gate, lease: new AgreementLease({ gate, call, clock, log: new CapturedLog() }) };
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
    clock.time = leaseMs - 1;
    expect(lease.isFresh).toBe(true);
    clock.time = leaseMs;
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
});
