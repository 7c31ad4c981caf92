import { generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

const tag = { boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17 } as const;
const [sequence, set] = [0x30, 0x31];
const explicit = (number: number): number => 0xa0 + number;
/** Dotted numbers of the standards, as DER writes them. */
const oids = { name: '550403', constraints: '551d13', otherNames: '551d11', ecdsa: '2a8648ce3d040302' } as const;

function der(kind: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  return Buffer.concat([Buffer.from([kind, ...lengthOf(size)]), content]);
}

/** As short as it can be: a strict reader takes no other. */
function lengthOf(size: number): number[] {
  if (size < 0x80) return [size];
  return size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
}

const oid = (hex: string): Buffer => der(tag.oid, Buffer.from(hex, 'hex'));
const algorithm = der(sequence, oid(oids.ecdsa));
const nameOf = (text: string): Buffer =>
  der(sequence, der(set, der(sequence, oid(oids.name), der(tag.text, Buffer.from(text)))));
const instant = (at: Date): Buffer =>
  der(
    tag.time,
    Buffer.from(
      `${at
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  );
const isAuthority = der(
  sequence,
  oid(oids.constraints),
  der(tag.boolean, Buffer.from([0xff])),
  der(tag.octets, der(sequence, der(tag.boolean, Buffer.from([0xff])))),
);
/** The names and addresses that a certificate is good for. */
const otherNames = (hosts: readonly string[]): Buffer =>
  der(sequence, oid(oids.otherNames), der(tag.octets, der(sequence, ...hosts.map(otherName))));
const otherName = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
}

function certificateOf({ name, publicKey, extension }: Subject, issuer: { name: string; key: KeyObject }): string {
  const day = 86_400_000;
  const tbs = der(
    sequence,
    der(explicit(0), der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.from([1 + Math.floor(Math.random() * 126)])),
    algorithm,
    nameOf(issuer.name),
    der(sequence, instant(new Date(Date.now() - day)), instant(new Date(Date.now() + day))),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(explicit(3), der(sequence, extension)),
  );
  const signature = sign('sha256', tbs, issuer.key);
  return new X509Certificate(der(sequence, tbs, algorithm, der(tag.bits, Buffer.from([0]), signature))).toString();
}

/** An authority that nobody trusts until they are handed its certificate. */
export class TestAuthority {
  readonly certificate: string;
  readonly #issuer: { readonly name: string; readonly key: KeyObject };

  constructor() {
    const { publicKey, privateKey } = newKeys();
    this.#issuer = { name: 'Test authority', key: privateKey };
    this.certificate = certificateOf({ name: this.#issuer.name, publicKey, extension: isAuthority }, this.#issuer);
  }

  /** A certificate with this common name, good for these hosts; for the name itself when none is given. */
  certify(name: string, hosts: readonly string[] = [name]): Certified {
    const { publicKey, privateKey } = newKeys();
    return {
      certificate: certificateOf({ name, publicKey, extension: otherNames(hosts) }, this.#issuer),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }
}

/** An authority of its own, and a certificate for servers on the loopback interface: all that a test reaches. */
export function certifyLoopback(): { readonly authority: string; readonly server: Certified } {
  const authority = new TestAuthority();
  return { authority: authority.certificate, server: authority.certify('localhost', ['127.0.0.1', 'localhost']) };
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
