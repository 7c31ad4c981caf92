import { randomBytes, randomUUID } from 'node:crypto';
import {
  compileSchema,
  createProjection,
  createTransaction,
  listLeaves,
  viewSchema,
  type Adapter,
  type Answer,
  type EventMessage,
  type Mode,
  type ReplySchema,
} from '@koppel/contract';
import {
  MemoryBus,
  openMemoryHubEdge,
  openMemoryLinkClient,
  runAdapter,
  type AdapterHealth,
  type AdapterOnLink,
  type HubEdge,
} from '@koppel/link';
import { CapturedLog } from './captured-log.ts';

export interface AdapterWorldOptions<Config extends Adapter['config']> {
  readonly adapter: Adapter<Config>;
  readonly config: unknown;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What a test asks; everything that is left out is of no concern to it. */
export interface TestQuestion {
  readonly request: unknown;
  /** The granted leaves; default all of the operation's reply, none for a match. */
  readonly fields?: readonly string[];
  readonly mode?: Mode;
  readonly timeoutMs?: number;
  readonly transaction?: string;
}

const address = { oin: '00000001001234567000', client: 'adapter' } as const;
const defaultTimeoutMs = 10_000;

/** One adapter on a link in memory, and a hub that asks it: projection, sizes, subjects and deadlines are the real ones. */
export class AdapterWorld {
  readonly log: CapturedLog;
  readonly traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
  /** What the adapter told of its source. */
  readonly events: EventMessage[];
  readonly #adapter: Pick<Adapter, 'manifest'>;
  readonly #hub: HubEdge;
  readonly #running: AdapterOnLink;

  private constructor(parts: {
    log: CapturedLog;
    events: EventMessage[];
    adapter: Pick<Adapter, 'manifest'>;
    hub: HubEdge;
    running: AdapterOnLink;
  }) {
    this.log = parts.log;
    this.events = parts.events;
    this.#adapter = parts.adapter;
    this.#hub = parts.hub;
    this.#running = parts.running;
  }

  /** @throws KoppelError what the adapter throws at its start. */
  static async open<Config extends Adapter['config']>(options: AdapterWorldOptions<Config>): Promise<AdapterWorld> {
    const { adapter, config, secrets } = options;
    const log = new CapturedLog();
    const bus = new MemoryBus();
    const hub = openMemoryHubEdge(bus, log);
    await hub.onRegister(async () => ({}));
    await hub.onDrain(async () => ({}));
    const events: EventMessage[] = [];
    await hub.onEvent(async ({ body }) => {
      events.push(body as EventMessage);
      return {};
    });
    const link = openMemoryLinkClient(bus, address);
    const running = await runAdapter({ adapter, link, config, log, findSecret: (name) => secrets[name] });
    await running.registered;
    return new AdapterWorld({ log, events, adapter, hub, running });
  }

  /** @throws KoppelError as the hub receives it, and an error when the content breaks the view of its grant. */
  async ask(name: string, question: TestQuestion): Promise<Answer> {
    const operation = this.#operation(name);
    const { mode = 'content', timeoutMs = defaultTimeoutMs, transaction = createTransaction() } = question;
    const fields = question.fields ?? (mode === 'match' ? [] : this.fieldsOf(name));
    const answer = await this.#hub.ask(
      address,
      {
        operation: name,
        version: operation.version,
        mode,
        fields,
        request: question.request,
        agreement: randomUUID(),
        purpose: 'prevent-and-detect-offences',
        transaction,
        traceparent: this.traceparent,
      },
      timeoutMs,
    );
    if ('content' in answer) requireFit(operation.reply, fields, answer.content);
    return answer;
  }

  /** All leaves that an agreement about the operation could grant. */
  fieldsOf(name: string): string[] {
    return listLeaves(this.#operation(name).reply as ReplySchema).map(({ path }) => path);
  }

  ping(): Promise<AdapterHealth> {
    return this.#hub.ping(address);
  }

  async close(): Promise<void> {
    await this.#running.stop();
    await this.#hub.close();
  }

  #operation(name: string): Adapter['manifest']['operations'][number] {
    const operation = this.#adapter.manifest.operations.find((candidate) => candidate.name === name);
    if (!operation) throw new Error(`The adapter offers no operation ${name}`);
    return operation;
  }
}

/** As the hub does before it releases anything. */
function requireFit(reply: object, fields: readonly string[], content: unknown): void {
  const faults = compileSchema(viewSchema(reply as ReplySchema, new Set(fields))).faultsOf(content);
  if (faults.length > 0) throw new Error(`The content breaks its view: ${JSON.stringify(faults)}`);
  const projected = createProjection(fields)(content);
  if (JSON.stringify(projected) !== JSON.stringify(content)) throw new Error('The content holds more than was granted');
}
