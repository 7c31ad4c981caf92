import { setTimeout as pause } from 'node:timers/promises';
import { KoppelError, type Manifest } from '@koppel/contract';
import { Pool, errors, type Dispatcher } from 'undici';
import { guardLookup, type Resolve } from './guarded-lookup.ts';
import { Outage, Resilience } from './resilience.ts';
import { parseRetryAfter } from './retry-after.ts';
import { readSourceUrl } from './source-url.ts';
import type { SourceLook, SourceMessage, SourceReply } from './source-message.ts';
import { traceCall, traceHeaders, type Trace } from './trace-headers.ts';
import { TimeIsUp, withinTime } from './within-time.ts';

export interface HttpSourceOptions {
  /** A `SourceUrl`; nothing else is ever called. */
  readonly url: string;
  /** What repeating a question does at the source, as the manifest says. */
  readonly effect: Manifest['effect'];
  /** Default 1 MiB. */
  readonly maxReplyBytes?: number;
  /** How long one attempt may take until its reply is complete; default 10,000. */
  readonly timeoutMs?: number;
  /** How long one question may wait because the source asked for it; default 2,000. */
  readonly maxWaitMs?: number;
  /** Turns a name into addresses; the resolver of this machine unless said otherwise. */
  readonly resolve?: Resolve;
}

const defaults = { maxReplyBytes: 1024 * 1024, timeoutMs: 10_000, maxWaitMs: 2_000 } as const;
const healthTimeoutMs = 1_500;
const connections = 64;

/** A source system behind one configured origin: connections to it only, no redirects, bounded in size and in time. */
export class HttpSource {
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #resilience: Resilience;
  readonly #timeoutMs: number;
  readonly #maxWaitMs: number;

  /** @throws KoppelError `config.invalid` when the address is one at which no source can be. */
  constructor(options: HttpSourceOptions) {
    const { origin, pathname } = readSourceUrl(options.url);
    this.#basePath = pathname.replace(/\/+$/, '');
    this.#resilience = new Resilience(options.effect);
    this.#timeoutMs = options.timeoutMs ?? defaults.timeoutMs;
    this.#maxWaitMs = options.maxWaitMs ?? defaults.maxWaitMs;
    this.#pool = new Pool(origin, {
      connections,
      allowH2: false,
      maxResponseSize: options.maxReplyBytes ?? defaults.maxReplyBytes,
      connect: { lookup: guardLookup(options.resolve), timeout: Math.min(this.#timeoutMs, 3_000) },
    });
  }

  /**
   * Puts a question to the source, waiting a moment when it asks for that.
   * @throws KoppelError `source.failed` when no whole reply came, `source.rate-limited` with `retryAfterMs` when the wait
   * would be too long, or the reason of the signal.
   */
  post(message: SourceMessage, trace: Trace): Promise<SourceReply> {
    return this.#ask(message, trace);
  }

  /** Looks at a feed; as patient as `post`, and it throws the same. */
  get(look: SourceLook, trace: Trace): Promise<SourceReply> {
    return this.#ask(look, trace);
  }

  async #ask(message: SourceMessage | SourceLook, trace: Trace): Promise<SourceReply> {
    let patienceMs = this.#maxWaitMs;
    for (;;) {
      const reply = await this.#resilience.run(trace.signal, () => this.#traced(message, trace));
      if (reply.status !== 429) return reply;
      const waitMs = Math.max(reply.retryAfterMs ?? 1_000, 50);
      if (waitMs > patienceMs) throw rateLimited(waitMs);
      patienceMs -= waitMs;
      await waitOrAbort(waitMs, trace.signal);
    }
  }

  /** @throws KoppelError `source.failed` unless the source says that it is well. */
  async checkHealth(path: string): Promise<void> {
    const status = await this.#askHealth(path);
    if (status < 200 || status > 299)
      throw new KoppelError('source.failed', `The source is not well: status ${status}`);
  }

  /** Gives up what is still in flight. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #askHealth(path: string): Promise<number> {
    try {
      const signal = AbortSignal.timeout(healthTimeoutMs);
      const { statusCode, body } = await this.#pool.request({ method: 'GET', path: this.#basePath + path, signal });
      await body.dump();
      return statusCode;
    } catch (cause) {
      throw new KoppelError('source.failed', 'The source cannot be reached', { cause });
    }
  }

  /** Each attempt is a step of its own: what was repeated shows. */
  #traced(message: SourceMessage | SourceLook, trace: Trace): Promise<SourceReply> {
    return traceCall(trace, 'body' in message ? 'POST' : 'GET', async (traced, noteStatus) => {
      const reply = await this.#attempt(message, traced);
      noteStatus(reply.status);
      return reply;
    });
  }

  async #attempt(message: SourceMessage | SourceLook, trace: Trace): Promise<SourceReply> {
    try {
      return await withinTime(this.#timeoutMs, trace.signal, (signal) => this.#send(message, trace, signal));
    } catch (cause) {
      trace.signal.throwIfAborted();
      throw describeFault(cause);
    }
  }

  async #send(message: SourceMessage | SourceLook, trace: Trace, signal: AbortSignal): Promise<SourceReply> {
    const { path, headers } = message;
    const reply = await this.#pool.request({
      ...('body' in message ? { method: 'POST', body: message.body } : { method: 'GET' }),
      path: this.#basePath + path,
      headers: { ...headers, ...traceHeaders(trace) },
      signal,
    });
    return readReply(reply);
  }
}

async function readReply({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<SourceReply> {
  return {
    status: statusCode,
    contentType: headers['content-type']?.toString() ?? '',
    retryAfterMs: parseRetryAfter(headers['retry-after']?.toString(), Date.now()),
    body: Buffer.from(await body.arrayBuffer()),
  };
}

function describeFault(cause: unknown): Error {
  if (cause instanceof errors.ResponseExceededMaxSizeError) {
    return new KoppelError('source.failed', 'The reply of the source is larger than allowed', { cause });
  }
  if (cause instanceof TimeIsUp)
    return new Outage('The source did not answer in time', { cause, isWorthRepeating: false });
  return new Outage('The source cannot be reached', { cause, isWorthRepeating: true });
}

function rateLimited(retryAfterMs: number): KoppelError {
  return new KoppelError('source.rate-limited', undefined, { details: { retryAfterMs } });
}

async function waitOrAbort(waitMs: number, signal: AbortSignal): Promise<void> {
  await pause(waitMs, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
