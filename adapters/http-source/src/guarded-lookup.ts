import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where no source lives: link-local (a cloud's metadata service), unspecified, multicast and reserved addresses. */
const nowhere = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv6');
nowhere.addAddress('::', 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address is one that the configured host may stand for; only a host of this machine may be this machine. */
export function isPossible(address: string, host: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (nowhere.check(address, family)) return false;
  return isLoopbackHost(host) || !loopback.check(address, family);
}

function isLoopbackHost(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Resolves a name for a socket, which connects to exactly what comes out: a name that suddenly points somewhere else
 * (DNS rebinding) leads nowhere.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found = error ? [] : addresses.filter(({ address }) => isPossible(address, hostname));
    if (error ?? found.length === 0) return callback(error ?? unreachable(), '', 0);
    answer(found, options.all === true, callback);
  });
};

function answer(found: LookupAddress[], wantsAll: boolean, callback: Parameters<LookupFunction>[2]): void {
  const [first = { address: '', family: 0 }] = found;
  if (wantsAll) callback(null, found);
  else callback(null, first.address, first.family);
}

const unreachable = (): NodeJS.ErrnoException =>
  Object.assign(new Error('The name stands for no address at which a source can be'), { code: 'ENOTFOUND' });
