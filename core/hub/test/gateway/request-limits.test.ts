import { describe, expect, test } from '@jest/globals';
import { networkOf, RequestLimits } from '../../src/gateway/request-limits.ts';
import { oins } from '../fixtures.ts';
import { callerOf, expectCode } from '../identity/clients.ts';

const limits = () => new RequestLimits({ requestsPerSecondPerClient: 3, tokensPerMinutePerAddress: 2 });
const caller = callerOf(oins.requester, []);

describe('the rate of requests', () => {
  test('is bounded per client, and says when to come back', async () => {
    const bounded = limits();
    for (let i = 0; i < 3; i += 1) await bounded.admitClient(caller);
    const { details } = await expectCode(bounded.admitClient(caller), 'rate.exceeded');
    expect(details.retryAfterMs).toBeGreaterThan(0);
    expect(details.retryAfterMs).toBeLessThanOrEqual(1000);
    await bounded.admitClient(callerOf(oins.requester, [], 'archive'));
    await bounded.admitClient(callerOf(oins.provider, []));
  });

  test('is bounded per address where nobody has shown who they are', async () => {
    const bounded = limits();
    for (let i = 0; i < 2; i += 1) await bounded.admitAddress('192.0.2.1');
    await expectCode(bounded.admitAddress('192.0.2.1'), 'rate.exceeded');
    await expectCode(bounded.admitAddress('::ffff:192.0.2.1'), 'rate.exceeded');
    await bounded.admitAddress('192.0.2.2');
  });

  test('of tokens that fail is bounded per address, without touching the token endpoint', async () => {
    const bounded = limits();
    await bounded.countFailure('192.0.2.1');
    await bounded.admitStranger('192.0.2.1');
    await bounded.countFailure('192.0.2.1');
    await expectCode(bounded.admitStranger('192.0.2.1'), 'rate.exceeded');
    await bounded.admitAddress('192.0.2.1');
    await bounded.admitStranger('192.0.2.2');
  });
});

describe('the network of an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002::/64'],
    ['2001:DB8:1:2::6', '2001:0db8:0001:0002::/64'],
    ['2001:db8::1', '2001:0db8:0000:0000::/64'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000::/64'],
    ['::1', '0000:0000:0000:0000::/64'],
    ['::', '0000:0000:0000:0000::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
