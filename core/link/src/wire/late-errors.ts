import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

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
  // One that encrypts over another is announced nowhere, so all of its kind are meant.
  keepListening(TLSSocket.prototype);
}

function keepListening(sockets: Socket): void {
  sockets.removeAllListeners = function (this: Socket, ...names) {
    Socket.prototype.removeAllListeners.apply(this, names);
    return this.on('error', ignore);
  };
}
