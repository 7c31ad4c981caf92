import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Unspecified, link-local, protocol assignments, multicast and reserved; and where clouds keep their metadata. */
const nowhereIpv4 = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
] as const;

/** The same, and the tunnels (Teredo, 6to4) that would carry an IPv4 address past the list above. */
const nowhereIpv6 = [
  ['::', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['2001::', 32],
  ['2002::', 16],
  ['fd00:ec2::254', 128],
] as const;

/** RFC 6052 and RFC 2765: a gateway turns the last 32 bits into an IPv4 address. */
const translations = ['64:ff9b::', '::ffff:0:'];

const nowhere = new BlockList();
for (const [network, prefix] of nowhereIpv6) nowhere.addSubnet(network, prefix, 'ipv6');
for (const [network, prefix] of nowhereIpv4) nowhere.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [...nowhereIpv4, ['127.0.0.0', 8] as const])
  for (const translation of translations) nowhere.addSubnet(translation + network, 96 + prefix, 'ipv6');

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

/** Finds all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for a socket, which connects to exactly what comes out: a name that suddenly points somewhere else
 * (DNS rebinding) leads nowhere.
 */
export const guardLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
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
