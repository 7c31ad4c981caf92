import { beforeEach, describe, expect, test } from '@jest/globals';
import { compileSchema, type StopPlugin } from '@koppel/contract';
import { plugin } from '../src/index.ts';
import { FakeHub } from './fake-hub.ts';

const municipality = '00000001001234567000';
const police = '00000001007654321000';
const threshold = { refusals: 2, windowMs: 1000 };

let hub: FakeHub;
let stop: StopPlugin;

beforeEach(async () => {
  hub = new FakeHub();
  stop = await plugin.start(hub, threshold);
});

describe('refusal-watch', () => {
  test('warns when one organisation is refused more often than it may be within the window', () => {
    for (const atMs of [0, 400]) hub.refuse(municipality, atMs);
    expect(hub.warnings).toEqual([]);
    hub.refuse(municipality, 999, 'agreement.expired');
    expect(hub.warnings).toEqual([{ requester: municipality, code: 'agreement.expired', ...threshold }]);
  });

  test('warns once about one series, and again about the next', () => {
    for (const atMs of [0, 1, 2, 3, 4]) hub.refuse(municipality, atMs);
    expect(hub.warnings).toHaveLength(1);
    hub.refuse(municipality, 5);
    expect(hub.warnings).toHaveLength(2);
  });

  test('does not add refusals up that lie further apart than the window', () => {
    for (const atMs of [0, 600, 1000, 1700, 2000, 2800]) hub.refuse(municipality, atMs);
    expect(hub.warnings).toEqual([]);
  });

  test('does not add the refusals of two organisations up', () => {
    for (const atMs of [0, 1]) {
      hub.refuse(municipality, atMs);
      hub.refuse(police, atMs);
    }
    expect(hub.warnings).toEqual([]);
  });

  test('counts every refusal by its code and by nothing that identifies anybody', () => {
    hub.refuse(municipality, 0);
    hub.refuse(police, 5000, 'agreement.expired');
    const counter = hub.counters.get('refusals_total');
    expect(counter?.definition.labelNames).toEqual(['code']);
    expect(counter?.labels).toEqual([{ code: 'agreement.suspended' }, { code: 'agreement.expired' }]);
  });

  test('says when it stops', async () => {
    await stop();
    expect(hub.lines.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'refusals are no longer watched'],
    ]);
  });

  test('takes a threshold within bounds and nothing else', () => {
    const schema = compileSchema(plugin.config);
    expect(schema.isValid(threshold)).toBe(true);
    for (const wrong of [
      {},
      { refusals: 2 },
      { ...threshold, refusals: 0 },
      { ...threshold, windowMs: 999 },
      { ...threshold, mail: '' },
    ]) {
      expect(schema.isValid(wrong)).toBe(false);
    }
  });
});
