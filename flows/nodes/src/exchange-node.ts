import { KoppelError } from '@koppel/contract';
import { buildRequest, contextOf, type ExchangeConfig } from './exchange-config.ts';
import { ExchangeFailure } from './exchange-failure.ts';
import { statusOf } from './exchange-status.ts';
import type { FlowLink } from './flow-link.ts';
import { FlowRuns } from './flow-runs.ts';
import type { Done, FlowMessage, FlowNode, NodeRed, Send } from './node-red.ts';

/** Registers the node type `koppel-exchange`; Node-RED calls it once through the package's entry file. */
export function registerExchangeNode(RED: NodeRed): void {
  const runs = new FlowRuns();
  RED.nodes.registerType('koppel-exchange', function createNode(this: FlowNode, config: ExchangeConfig) {
    RED.nodes.createNode(this, config);
    const open = new OpenNode(RED, { node: this, config, runs });
    this.on('input', (message, send, done) => void open.take(message, send, done));
    this.on('close', (_removed, done) => void open.close(done));
  });
}

interface NodeParts {
  readonly node: FlowNode;
  readonly config: ExchangeConfig;
  readonly runs: FlowRuns;
}

/** One node on a running flow. */
class OpenNode {
  readonly #RED: NodeRed;
  readonly #parts: NodeParts;
  readonly #link: FlowLink | undefined;
  readonly #stopWatching: (() => void) | undefined;
  readonly #asking = new Set<Promise<unknown>>();
  #lastCode: string | undefined;

  constructor(RED: NodeRed, parts: NodeParts) {
    this.#RED = RED;
    this.#parts = parts;
    this.#link = RED.settings.koppel;
    this.#stopWatching = this.#link?.onChange(() => this.#show());
    this.#show();
  }

  async take(message: FlowMessage, send: Send, done: Done): Promise<void> {
    const answered = this.#answer(message);
    this.#asking.add(answered);
    this.#show();
    const failure = await answered;
    this.#asking.delete(answered);
    this.#lastCode = failure?.code;
    this.#show();
    if (!failure) send(message);
    done(failure);
  }

  /** Waits for the answers under way, so that a new version of a flow loses none of the old one's. */
  async close(done: Done): Promise<void> {
    this.#stopWatching?.();
    await Promise.all(this.#asking);
    done();
  }

  /** Writes the reply or the failure into the message. */
  async #answer(message: FlowMessage): Promise<ExchangeFailure | undefined> {
    try {
      await this.#ask(message);
      return undefined;
    } catch (error) {
      const failure = new ExchangeFailure(error);
      const { code, retryable, details, message: text } = failure;
      const { operation } = this.#parts.config;
      message.koppel = { ...contextOf(message), operation, error: { code, retryable, details, message: text } };
      return failure;
    }
  }

  async #ask(message: FlowMessage): Promise<void> {
    const { runs, ...asked } = this.#parts;
    if (!this.#link) throw new KoppelError('link.unavailable');
    const request = await buildRequest(this.#RED, { ...asked, message });
    const reply = await this.#link.exchange(request, runs.traceOf(message));
    const { exchange, transaction, operation, ledger, withheld, terms } = reply;
    const { error: _stale, ...context } = contextOf(message);
    message.payload = reply.mode === 'match' ? reply.hit : reply.content;
    message.koppel = { ...context, exchange, transaction, operation, ledger, withheld, terms };
  }

  #show(): void {
    const connected = this.#link?.connected;
    this.#parts.node.status(statusOf(this.#RED, { connected, asking: this.#asking.size, lastCode: this.#lastCode }));
  }
}
