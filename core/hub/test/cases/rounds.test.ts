import { describe, expect, test } from '@jest/globals';
import { CapturedLog, silentLog } from '@koppel/testkit';
import { Rounds } from '../../src/cases/rounds.ts';

const isOver = async (rounds: Rounds, last: Promise<void>): Promise<void> => {
  await last;
  await rounds.stop();
};

describe('the rounds of the house', () => {
  test('begin at the start, duty after duty', async () => {
    const done: string[] = [];
    const { promise: last, resolve: end } = Promise.withResolvers<void>();
    const rounds = new Rounds(
      {
        first: async () => done.push('first'),
        second: async () => {
          end();
          return done.push('second');
        },
      },
      silentLog,
    );
    rounds.start();
    await isOver(rounds, last);
    expect(done).toEqual(['first', 'second']);
  });

  test('go on when a duty fails, and the log tells which, but not why in words', async () => {
    const log = new CapturedLog();
    const { promise: last, resolve: end } = Promise.withResolvers<void>();
    const failing = async (): Promise<number> => {
      throw new TypeError('the address of somebody');
    };
    const working = async (): Promise<number> => {
      end();
      return 3;
    };
    const performed: [string, number][] = [];
    const rounds = new Rounds({ failing, working }, log, (duty, done) => void performed.push([duty, done]));
    rounds.start();
    await isOver(rounds, last);
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { duty: 'failing', reason: 'TypeError' } },
      { level: 'info', fields: { duty: 'working', done: 3 } },
    ]);
    expect(log.text()).not.toContain('address');
    expect(performed).toEqual([['working', 3]]);
  });

  test('end with the duty that runs when the hub stops', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const done: string[] = [];
    const slow = async (): Promise<number> => {
      begin();
      await held;
      return done.push('slow');
    };
    const rounds = new Rounds({ slow, next: async () => done.push('next') }, silentLog);
    rounds.start();
    await begun;
    const stopped = rounds.stop().then(() => done.push('stopped'));
    await new Promise(setImmediate);
    letGo();
    await stopped;
    expect(done).toEqual(['slow', 'stopped']);
  });
});
