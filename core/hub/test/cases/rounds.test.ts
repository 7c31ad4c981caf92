import { describe, expect, test } from '@jest/globals';
import { CapturedLog, silentLog, waitUntil } from '@koppel/testkit';
import { ServiceBroker } from 'moleculer';
import { createRounds, type Duties } from '../../src/cases/rounds.ts';

/** A node with the rooms that the duties call, which makes its rounds until the test is over. */
async function onDuty(duties: Duties, log = silentLog): Promise<ServiceBroker> {
  const broker = new ServiceBroker({ logger: false });
  broker.createService({ name: 'ledger' });
  broker.createService({ name: 'model' });
  broker.createService(createRounds(duties, { broker, log }));
  await broker.start();
  return broker;
}

describe('the rounds of the house', () => {
  test('begin when the hub starts, duty after duty', async () => {
    const done: string[] = [];
    const duty = (name: string) => async () => done.push(name);
    const broker = await onDuty({ first: duty('first'), second: duty('second') });
    await waitUntil(() => done.length === 2, 'both duties are done');
    await broker.stop();
    expect(done).toEqual(['first', 'second']);
  });

  test('go on when a duty fails, and the log tells which', async () => {
    const log = new CapturedLog();
    let isDone = false;
    const failing = async (): Promise<number> => {
      throw new TypeError('the address of somebody');
    };
    const working = async (): Promise<number> => {
      isDone = true;
      return 1;
    };
    const broker = await onDuty({ failing, working }, log);
    await waitUntil(() => isDone, 'the other duty is done');
    await broker.stop();
    const told = JSON.stringify(log.lines);
    expect(told).toContain('failing');
    expect(told).not.toContain('address');
  });

  test('are over when the hub has stopped: what runs is finished, what waits is left', async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const done: string[] = [];
    const slow = async (): Promise<number> => {
      done.push('begun');
      await held;
      return done.push('finished');
    };
    const broker = await onDuty({ slow, next: async () => done.push('next') });
    await waitUntil(() => done.length === 1, 'the slow duty has begun');
    const stopped = broker.stop();
    letGo();
    await stopped;
    expect(done).toEqual(['begun', 'finished']);
  });
});
