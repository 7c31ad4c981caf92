import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { KoppelError, toProblem, type Problem } from '@koppel/contract';
import { isReadyAt, nodes, type NodeName } from '../chaos/networks.ts';

const pollMs = 50;

/** A request that was not answered as it wished, and what the node said of itself directly afterwards. */
export interface Refused {
  readonly node: NodeName | 'nobody';
  readonly code: string;
  readonly isReady: boolean;
}

/**
 * What stands before the nodes in production: it asks each whether it is ready and sends requests to those that are, in
 * turn. One that a node took it repeats nowhere.
 */
export class ReadyFront {
  readonly refused: Refused[] = [];
  readonly served: Record<NodeName, number> = { 'hub-a': 0, 'hub-b': 0 };
  readonly #server: Server;
  readonly #portOf: (node: NodeName) => number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #ready = new Set<NodeName>();
  readonly #watching: Promise<void>[];
  #turn = 0;
  #isClosed = false;

  private constructor(server: Server, portOf: (node: NodeName) => number) {
    this.#server = server;
    this.#portOf = portOf;
    server.on('request', (asked, answer) => void this.#serve(asked, answer));
    this.#watching = nodes.map((node) => this.#watch(node));
  }

  static async open(portOf: (node: NodeName) => number): Promise<ReadyFront> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new ReadyFront(server, portOf);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Whether it sends requests there. */
  sendsTo(node: NodeName): boolean {
    return this.#ready.has(node);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#watching);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#agent.destroy();
  }

  async #watch(node: NodeName): Promise<void> {
    while (!this.#isClosed) {
      if (await isReadyAt(this.#portOf(node))) this.#ready.add(node);
      else this.#ready.delete(node);
      await pause(pollMs);
    }
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    this.#turn += 1;
    const ready = nodes.filter((node) => this.#ready.has(node));
    const first = this.#turn % Math.max(ready.length, 1);
    const body = await text(asked);
    for (const node of [...ready.slice(first), ...ready.slice(0, first)]) {
      const given = await this.#forward(node, asked, body).catch(codeOf);
      if (given === nobodyListens) continue;
      return typeof given === 'string' ? this.#break(node, given, answer) : this.#pass(node, given, answer);
    }
    await this.#break('nobody', 'nobody is ready', answer);
  }

  async #forward(node: NodeName, { method, url, headers }: IncomingMessage, body: string): Promise<IncomingMessage> {
    const options = { host: '127.0.0.1', port: this.#portOf(node), agent: this.#agent, method, path: url, headers };
    const question = request(options).end(body);
    const [answer] = (await once(question, 'response')) as [IncomingMessage];
    return answer;
  }

  async #pass(node: NodeName, given: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { statusCode: status = 502, headers } = given;
    const body = await text(given);
    if (status < 400) this.served[node] += 1;
    else await this.#note(node, (JSON.parse(body) as Problem).code);
    answer.writeHead(status, { 'content-type': headers['content-type'] ?? 'text/plain' }).end(body);
  }

  async #break(node: Refused['node'], code: string, answer: ServerResponse): Promise<void> {
    await this.#note(node, code);
    const problem = toProblem(new KoppelError('hub.unavailable'));
    answer.writeHead(problem.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  }

  async #note(node: Refused['node'], code: string): Promise<void> {
    const isReady = node !== 'nobody' && (await isReadyAt(this.#portOf(node)));
    this.refused.push({ node, code, isReady });
  }
}

/** Then nothing was sent, and another node may be asked. */
const nobodyListens = 'ECONNREFUSED';

const codeOf = (error: NodeJS.ErrnoException): string => error.code ?? error.name;
