import { linkLimits } from '../limits.ts';

/** What the servers of one authority have in common. */
export interface Trust {
  readonly operatorJwt: string;
  readonly systemAccount: string;
  /** Where the server keeps the accounts; its own while it runs. */
  readonly accountsDirectory: string;
  /** Accounts that it knows from the start, for a server whose directory may be empty. */
  readonly preload?: readonly { readonly publicKey: string; readonly jwt: string }[];
}

/** Files at the server, readable by it alone. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Of the authorities whose certificates count, for what servers say to one another. */
  readonly authorities: string;
}

const quoted = (text: string): string => JSON.stringify(text);

/** The bounds hold one client's harm: what it may keep open, send at once, and leave unread. */
export function boundsConfig(): string {
  return `max_payload: ${linkLimits.maxPayload}
max_connections: 4096
max_subscriptions: 256
max_control_line: 2048
max_pending: 33554432
write_deadline: "5s"
ping_interval: "1s"
ping_max: 2
logtime: true
`;
}

export function trustConfig({ operatorJwt, systemAccount, accountsDirectory, preload }: Trust): string {
  const lines = (preload ?? []).map(({ publicKey, jwt }) => `  ${publicKey}: ${quoted(jwt)}\n`);
  return `operator: ${quoted(operatorJwt)}
system_account: ${quoted(systemAccount)}
resolver: {
  type: full
  dir: ${quoted(accountsDirectory)}
  allow_delete: false
  interval: "2m"
}
${lines.length === 0 ? '' : `resolver_preload: {\n${lines.join('')}}\n`}`;
}

/** A block `tls` at the given place; with `verify` the other side shows a certificate too. */
export function tlsConfig(
  files: TlsFiles,
  options: { readonly indent?: string; readonly verify?: boolean } = {},
): string {
  const { indent = '', verify = false } = options;
  const lines = [
    `cert_file: ${quoted(files.certificate)}`,
    `key_file: ${quoted(files.key)}`,
    `ca_file: ${quoted(files.authorities)}`,
    'timeout: 5',
    ...(verify ? ['verify: true'] : []),
  ];
  return `${indent}tls: {\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}}\n`;
}
