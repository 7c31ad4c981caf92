import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { complaintAbout, toldToComeBack, type Lane } from './lane.ts';
import type { PreparedQuestion } from './order.ts';

type Settle = (complaint: string | undefined) => void;

interface Head {
  /** 0 for a response whose end cannot be known, because it does not tell its length. */
  readonly status: number;
  /** Where the whole response ends. */
  readonly end: number;
  readonly bodyAt: number;
}

const endOfHead = '\r\n\r\n';
const none = Buffer.alloc(0);

/**
 * An HTTP/1.1 connection that is kept alive. It reads just enough of a response to judge it: the generator shares
 * two cores with what it measures, so every microsecond of its own would be missing there.
 */
class HttpLane implements Lane {
  readonly #socket: Socket;
  readonly #head: string;
  #question: PreparedQuestion = { text: '', expects: '' };
  #settle: Settle | undefined;
  #received: Buffer = none;

  constructor(socket: Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('close', () => this.#end('the connection was closed'));
    socket.on('error', () => undefined);
  }

  ask(question: PreparedQuestion): Promise<string | undefined> {
    if (this.#socket.destroyed) return Promise.resolve('the connection was closed');
    this.#question = question;
    const { text, bearer } = question;
    const whose = bearer === undefined ? '' : `\r\nauthorization: Bearer ${bearer}`;
    this.#socket.write(`${this.#head}${Buffer.byteLength(text)}${whose}${endOfHead}${text}`);
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const head = readHead(this.#received);
    if (!head || this.#received.length < head.end) return;
    const body = this.#received.subarray(head.bodyAt, head.end);
    this.#received = none;
    this.#end(this.#judge(head.status, body));
  }

  #judge(status: number, body: Buffer): string | undefined {
    if (status === 200) return complaintAbout(body, this.#question);
    const complaint = `status ${status}: ${body.toString()}`;
    return status === 429 || status === 503 ? `${toldToComeBack}: ${complaint}` : complaint;
  }

  #end(complaint: string | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(complaint);
  }
}

function readHead(received: Buffer): Head | undefined {
  const end = received.indexOf(endOfHead);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const bodyAt = end + endOfHead.length;
  const length = /\r\ncontent-length: *([0-9]+)/i.exec(head)?.[1];
  if (length === undefined) return { status: 0, bodyAt, end: bodyAt };
  return { status: Number(head.slice(9, 12)), bodyAt, end: bodyAt + Number(length) };
}

export async function openHttpLane(url: string, headers: Readonly<Record<string, string>>): Promise<Lane> {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const all = { host, 'content-type': 'application/json', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return new HttpLane(socket, `POST ${pathname} HTTP/1.1\r\n${lines.join('')}content-length: `);
}
