import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { connect as encrypt } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { surviveLateErrors } from '../../src/wire/late-errors.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  surviveLateErrors();
  server = createServer((socket) => socket.on('error', () => undefined));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

test('a socket that its owner let go of fails without an echo', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.removeAllListeners();
  expect(() => socket.emit('error', new Error('write EPIPE'))).not.toThrow();
  socket.destroy();
});

test('whoever listens is told of a failure', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const told = once(socket, 'error');
  socket.destroy(new Error('write EPIPE'));
  expect((await told)[0]).toEqual(new Error('write EPIPE'));
});

test('a socket that encrypts over another fails without an echo as well, and tells whoever listens', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const encrypted = encrypt({ socket });
  encrypted.removeAllListeners();
  expect(() => encrypted.emit('error', new Error('write EPIPE'))).not.toThrow();
  const told = once(encrypted, 'error');
  encrypted.destroy(new Error('read ECONNRESET'));
  expect((await told)[0]).toEqual(new Error('read ECONNRESET'));
  socket.destroy();
});
