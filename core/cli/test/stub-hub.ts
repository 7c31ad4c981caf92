import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ProblemCode } from '@koppel/contract';
import { KoppelError, toProblem } from '@koppel/contract';

export interface StubAnswer {
  readonly status?: number;
  /** The body, or how it is made from what was asked. */
  readonly body?: unknown;
  readonly type?: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Answers what it was told to, by "METHOD /path", and remembers what it was asked; tokens are always given. */
export class StubHub {
  readonly seen: SeenRequest[] = [];
  /** For whom each token was asked; null for the system itself. */
  readonly people: (string | null)[] = [];
  readonly #server: Server;
  #answers: Readonly<Record<string, StubAnswer>>;

  private constructor(answers: Readonly<Record<string, StubAnswer>>) {
    this.#answers = answers;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(answers: Readonly<Record<string, StubAnswer>> = {}): Promise<StubHub> {
    const hub = new StubHub(answers);
    hub.#server.listen(0, '127.0.0.1');
    await once(hub.#server, 'listening');
    return hub;
  }

  /** From now on also answers this. */
  answer(more: Readonly<Record<string, StubAnswer>>): void {
    this.#answers = { ...this.#answers, ...more };
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status = 200, body: told = {}, type = 'application/json' } = await this.#answer(request);
    const body: unknown = typeof told === 'function' ? await told(this.seen.at(-1)) : told;
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  async #answer(request: IncomingMessage): Promise<StubAnswer> {
    const { method = '', url = '', headers } = request;
    const raw = await text(request);
    if (url === '/v1/token') {
      this.people.push(personOf(new URLSearchParams(raw).get('subject_token')));
      return { body: { access_token: 'a-token', token_type: 'Bearer', expires_in: 300, scope: 'exchange' } };
    }
    this.seen.push({ method, path: url, headers, body: raw === '' ? undefined : JSON.parse(raw) });
    return this.#answers[`${method} ${url}`] ?? refusal('request.not-found');
  }
}

function personOf(subjectToken: string | null): string | null {
  if (subjectToken === null) return null;
  const claims = JSON.parse(Buffer.from(subjectToken.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
  return claims.sub;
}

/** What a hub answers when it refuses. */
export function refusal(code: ProblemCode): StubAnswer {
  const problem = toProblem(new KoppelError(code));
  return { status: problem.status, body: problem, type: 'application/problem+json' };
}
