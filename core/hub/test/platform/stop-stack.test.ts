import { describe, expect, test } from '@jest/globals';
import { CapturedLog } from '@koppel/testkit';
import { StopStack } from '../../src/platform/stop-stack.ts';

describe('stopping', () => {
  test('goes in reverse, past a part that fails and a part that never ends', async () => {
    const log = new CapturedLog();
    const stops = new StopStack(log, 10);
    const order: string[] = [];
    stops.push('first', () => order.push('first'));
    stops.push('endless', () => new Promise(() => undefined));
    stops.push('broken', () => Promise.reject(new Error('no')));
    stops.push('last', () => order.push('last'));
    await stops.stop();
    expect(order).toEqual(['last', 'first']);
    expect(log.text()).toContain('"part":"endless"');
    expect(log.text()).toContain('"part":"broken"');
  });

  test('happens once', async () => {
    const stops = new StopStack(new CapturedLog());
    let times = 0;
    stops.push('part', () => (times += 1));
    await Promise.all([stops.stop(), stops.stop()]);
    expect(times).toBe(1);
  });
});
