import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { fromProblem, isProblemCode, KoppelError, type Problem } from '@koppel/contract';
import { request, type Dispatcher } from 'undici';
import { tokenForm, type ClientIdentity, type TokenAnswer } from './access-token.ts';

export interface HubRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query: `/v1/agreements?status=active`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HubAnswer<Body> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

const timeoutMs = 90_000;

/**
 * Speaks the hub's public HTTP interface for one client. What the hub refuses is thrown as the `KoppelError` it
 * meant; a hub that cannot be reached is `hub.unavailable`.
 */
export class HubClient {
  readonly #identity: ClientIdentity;
  readonly #people = new Map<string, HubClient>();
  #token: Promise<string> | undefined;
  /** Milliseconds since the epoch. */
  #renewAt = 0;

  constructor(identity: ClientIdentity) {
    this.#identity = identity;
  }

  /** The same client acting for one of its organisation's people: the same one, with the token it holds, for each person. */
  as(person: string): HubClient {
    const known = this.#people.get(person) ?? new HubClient({ ...this.#identity, person });
    this.#people.set(person, known);
    return known;
  }

  async get<Body>(path: string): Promise<Body> {
    return (await this.send<Body>({ path })).body;
  }

  async post<Body>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    return (await this.send<Body>({ method: 'POST', path, body, headers })).body;
  }

  /** A JSON body is parsed, any other is given as text. */
  async send<Body>(question: HubRequest): Promise<HubAnswer<Body>> {
    const answer = await this.#open(question);
    const text = await answer.body.text();
    const body = (isJson(answer) ? JSON.parse(text) : text) as Body;
    return { status: answer.statusCode, headers: answer.headers, body };
  }

  /** A body too long to hold: lines of `application/x-ndjson`. */
  async stream(path: string): Promise<Readable> {
    return (await this.#open({ path })).body;
  }

  /** A new access token, not the one this client holds. */
  async requestToken(): Promise<TokenAnswer> {
    const body = (await tokenForm(this.#identity)).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.#dispatch('/v1/token', { method: 'POST', headers, body });
    return (await answer.body.json()) as TokenAnswer;
  }

  /** A token that is refused before its time was signed by a key that ended: nothing was done, so it is asked once more. */
  async #open(question: HubRequest): Promise<Dispatcher.ResponseData> {
    const token = this.#heldToken();
    try {
      return await this.#ask(question, await token);
    } catch (error) {
      if (!(error instanceof KoppelError) || error.code !== 'token.invalid') throw error;
      if (this.#token === token) this.#token = undefined;
      return this.#ask(question, await this.#heldToken());
    }
  }

  async #ask(
    { method = 'GET', path, body, headers = {} }: HubRequest,
    token: string,
  ): Promise<Dispatcher.ResponseData> {
    const authorization = `Bearer ${token}`;
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.#dispatch(path, {
      method,
      headers: { ...headers, ...json, authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #dispatch(
    path: string,
    options: Omit<Dispatcher.RequestOptions, 'path' | 'origin'>,
  ): Promise<Dispatcher.ResponseData> {
    const answer = await this.#request(path, options);
    if (answer.statusCode < 400) return answer;
    throw await readRefusal(answer);
  }

  async #request(
    path: string,
    options: Omit<Dispatcher.RequestOptions, 'path' | 'origin'>,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(new URL(path, this.#identity.hub), {
        ...options,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
    } catch (cause) {
      throw new KoppelError('hub.unavailable', `No hub answers at ${this.#identity.hub}`, { cause });
    }
  }

  /** Whoever asks while a token is on its way waits for the same one. */
  #heldToken(): Promise<string> {
    if (this.#token === undefined || Date.now() >= this.#renewAt) {
      this.#renewAt = Number.POSITIVE_INFINITY;
      this.#token = this.#renew();
    }
    return this.#token;
  }

  async #renew(): Promise<string> {
    try {
      const { access_token: token, expires_in: seconds } = await this.requestToken();
      this.#renewAt = Date.now() + seconds * 1000 * 0.8;
      return token;
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }
}

const isJson = ({ headers }: Dispatcher.ResponseData): boolean => /[/+]json\b/.test(String(headers['content-type']));

async function readRefusal(answer: Dispatcher.ResponseData): Promise<KoppelError> {
  const text = await answer.body.text();
  const problem = isJson(answer) ? (JSON.parse(text) as Problem) : undefined;
  if (problem && isProblemCode(problem.code)) return fromProblem(problem);
  return new KoppelError('hub.failed', `The hub answered with status ${answer.statusCode} and no problem it knows`);
}
