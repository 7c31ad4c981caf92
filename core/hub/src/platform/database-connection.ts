import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { KoppelError, type ProblemCode } from '@koppel/contract';
import type { DatabaseConfig } from './config.schema.ts';

export type DatabaseRole = keyof DatabaseConfig['roles'];

/** What the driver is told about encryption; `false` keeps `PGSSLMODE` of the environment from deciding. */
type Encryption = false | { readonly ca: string; readonly cert?: string; readonly key?: string };

/** Where PostgreSQL is, and how a role is let in: the same for every pool and for a backup. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly ssl: Encryption;
}

/**
 * Reads the files that the configuration names anew each time, so that a node that starts has the certificates of today.
 *
 * @throws KoppelError `config.invalid` when one cannot be read.
 */
export function connectionOf(config: DatabaseConfig, role: DatabaseRole): DatabaseConnection {
  const { host, port, name, roles } = config;
  const login = roles[role];
  const password = 'password' in login ? { password: login.password } : {};
  return { host, port, database: name, user: login.user, ...password, ssl: encryptionOf(config, role) };
}

function encryptionOf({ tls, roles }: DatabaseConfig, role: DatabaseRole): Encryption {
  if (tls === undefined) return false;
  const ca = readPem(tls.authoritiesFile);
  const login = roles[role];
  if ('password' in login) return { ca };
  return { ca, cert: readPem(login.certificateFile), key: readPem(login.keyFile) };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new KoppelError('config.invalid', `The file ${path} that \`database\` names cannot be read`, { cause });
  }
}

/** What says that the server is not the one that was certified, or does not encrypt; Node's words and the driver's. */
const untrustedCode = /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET_ISSUER|VERIFY)|INVALID_CA$)/;
const unencryptedMessage = 'The server does not support SSL connections';

/** Whether PostgreSQL was not believed to be itself. */
export const isUntrustedServer = ({ code, message }: { readonly code?: unknown; readonly message: string }): boolean =>
  untrustedCode.test(String(code)) || message === unencryptedMessage;

/** Tells why a role has no connection; `otherwise` is the code when the server is believed, and refuses or is not there. */
export function noConnection(
  { host, port, user, database }: DatabaseConnection,
  cause: unknown,
  otherwise: ProblemCode,
): KoppelError {
  if (isUntrustedServer(cause as Error)) {
    const place = `PostgreSQL at ${host}:${port}`;
    return new KoppelError('database.untrusted', `${place} does not prove to be what the authorities certified`, {
      cause,
    });
  }
  return new KoppelError(otherwise, `PostgreSQL at ${host}:${port} does not let "${user}" into "${database}"`, {
    cause,
  });
}

/** Whether what is said to PostgreSQL can be read on the way: it is elsewhere, and nothing encrypts. */
export const isOpenToOthers = ({ host, tls }: DatabaseConfig): boolean => tls === undefined && !isThisMachine(host);

/** A socket in the file system, or the loopback interface. */
const isThisMachine = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
