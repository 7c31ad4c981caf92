import { isIPv6 } from 'node:net';
import { KoppelError } from '@koppel/contract';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../platform/actions.ts';

export interface RequestRates {
  readonly requestsPerSecondPerClient: number;
  /** For everything that can be asked without a token, the token endpoint above all; as many tokens may fail. */
  readonly tokensPerMinutePerAddress: number;
}

/** How often one client, and one address that has not shown a token yet, may ask; counted per node. */
export class RequestLimits {
  readonly #clients: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory;
  readonly #strangers: RateLimiterMemory;

  constructor(rates: RequestRates) {
    this.#clients = new RateLimiterMemory({ points: rates.requestsPerSecondPerClient, duration: 1 });
    this.#addresses = new RateLimiterMemory({ points: rates.tokensPerMinutePerAddress, duration: 60 });
    this.#strangers = new RateLimiterMemory({ points: rates.tokensPerMinutePerAddress, duration: 60 });
  }

  /** @throws KoppelError `rate.exceeded` */
  async admitClient({ oin, client }: Caller): Promise<void> {
    await this.#clients.consume(`${oin}:${client}`).catch(refuse);
  }

  /** @throws KoppelError `rate.exceeded` */
  async admitAddress(address: string): Promise<void> {
    await this.#addresses.consume(networkOf(address)).catch(refuse);
  }

  /**
   * For an address that shows a token not known yet: verifying costs a signature check, so an address whose tokens
   * failed too often is not listened to.
   *
   * @throws KoppelError `rate.exceeded`
   */
  async admitStranger(address: string): Promise<void> {
    const failures = await this.#strangers.get(networkOf(address));
    if (failures !== null && failures.consumedPoints >= this.#strangers.points) refuse(failures);
  }

  async countFailure(address: string): Promise<void> {
    await this.#strangers.penalty(networkOf(address));
  }
}

function refuse(reason: unknown): never {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  throw new KoppelError('rate.exceeded', undefined, { details: { retryAfterMs: reason.msBeforeNext } });
}

/** One household or server owns a /64 of IPv6 at least; counting single addresses there would bound nothing. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(address) ? prefixOf(address) : address;
}

function prefixOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.padStart(4, '0'))
    .join(':')}::/64`;
}
