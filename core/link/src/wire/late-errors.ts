import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const ignore = (): void => undefined;
let isWatching = false;

/**
 * Keeps a process alive when a connection fails after its owner let go of it. The client of NATS takes all listeners off
 * a socket before it destroys it; a failure that is already on its way (EPIPE, ECONNRESET) then finds nobody, and Node.js
 * ends the process. Whoever listens is told as before.
 */
export function surviveLateErrors(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe('net.client.socket', (message) => keepListening((message as { readonly socket: Socket }).socket));
}

function keepListening(socket: Socket): void {
  const removeAll = socket.removeAllListeners.bind(socket);
  socket.removeAllListeners = (...names) => {
    removeAll(...names);
    return socket.on('error', ignore);
  };
}
