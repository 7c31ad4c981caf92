import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Authenticator } from 'nats';

/** Comes in as a client does, is greeted, and leaves; as cheap for the visitor as the protocol allows. */
export async function visit(url: string, authenticator: Authenticator): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const failed = once(socket, 'close').then(() => Promise.reject(new Error('the server hung up')));
  failed.catch(() => undefined);
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await Promise.race([lines.next(), failed])).value);
  const { nonce } = JSON.parse((await nextLine()).replace(/^INFO /, '')) as { nonce: string };
  const options = { verbose: false, pedantic: false, lang: 'test', version: '1', protocol: 1 };
  socket.write(`CONNECT ${JSON.stringify({ ...options, ...authenticator(nonce) })}\r\nPING\r\n`);
  const answer = await nextLine();
  socket.destroy();
  if (answer !== 'PONG') throw new Error(answer);
}
