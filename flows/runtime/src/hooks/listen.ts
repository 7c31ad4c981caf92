import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { KoppelError } from '@koppel/contract';

/**
 * Returns the URL under which the server listens.
 *
 * @throws KoppelError `config.invalid` with a sentence when the port is taken or not allowed.
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use by another program' : 'cannot be opened';
    throw new KoppelError('config.invalid', `Port ${port} of ${host} ${reason}; choose another`, { cause });
  }
  const { port: taken } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
}

/** Takes no more connections, lets open requests finish, and after the time given cuts them. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive counts as open until it is told otherwise.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timer = new AbortController();
  const timeUp = delay(graceMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([closed, timeUp]);
  timer.abort();
  server.closeAllConnections();
  await closed;
  clearInterval(idle);
}
