import { setTimeout as delay } from 'node:timers/promises';
import { KoppelError } from '@koppel/contract';
import { connect, DebugEvents, ErrorCode, Events, type Authenticator, type NatsConnection } from 'nats';
import { heartbeat } from '../limits.ts';
import { Backoff } from './backoff.ts';
import { authenticatorFor, ownerOf } from './credentials.ts';
import { encryptionFor } from './encryption.ts';
import { surviveLateErrors } from './late-errors.ts';
import { NatsWire } from './nats-wire.ts';

export interface NatsWireOptions {
  /** One or more servers of the same cluster: `nats://host:4222`, or `tls://host:4222` for no connection but an encrypted one. */
  readonly servers: string | readonly string[];
  /** Text of the credentials file. */
  readonly credentials: string;
  /** How long the first connection may take, 10 s by default; afterwards the wire reconnects for ever. */
  readonly connectTimeoutMs?: number;
}

/**
 * Connects, waiting for a server that is not there yet.
 * @throws KoppelError `link.denied` at once when the credentials are refused, `link.unavailable` when time is up.
 */
export async function connectNats(options: NatsWireOptions): Promise<NatsWire> {
  const { inboxPrefix } = ownerOf(options.credentials);
  const authenticator = authenticatorFor(options.credentials);
  const giveUpAt = Date.now() + (options.connectTimeoutMs ?? 10_000);
  const backoff = new Backoff();
  for (;;) {
    try {
      return new NatsWire(await dial(options, authenticator), inboxPrefix);
    } catch (error) {
      if (isRefusal(error))
        throw new KoppelError('link.denied', 'The server refused the credentials', { cause: error });
      if (Date.now() >= giveUpAt) throw new KoppelError('link.unavailable', undefined, { cause: error });
    }
    await delay(backoff.waitMs);
    backoff.failed();
  }
}

function isRefusal(error: unknown): boolean {
  return (error as { code?: unknown }).code === ErrorCode.AuthorizationViolation;
}

async function dial(options: NatsWireOptions, authenticator: Authenticator): Promise<NatsConnection> {
  surviveLateErrors();
  const backoff = new Backoff();
  const servers = [options.servers].flat();
  const connection = await connect({
    servers,
    authenticator,
    ...encryptionFor(servers),
    noAsyncTraces: true,
    timeout: 3_000,
    ...heartbeat,
    maxReconnectAttempts: -1,
    // A refusal can come from a server that does not know the account yet: the status tells it, the attempts go on.
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: () => backoff.waitMs,
  });
  void pace(connection, backoff);
  return connection;
}

async function pace(connection: NatsConnection, backoff: Backoff): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === DebugEvents.Reconnecting) backoff.failed();
    else if (status.type === Events.Reconnect) backoff.succeeded();
  }
}
