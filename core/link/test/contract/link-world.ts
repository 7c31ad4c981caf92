import { KoppelError, type Answer, type ExchangeRequest } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import type { Asked, HubEdge, LinkAddress, LinkClient, QuestionHandler } from '@koppel/link';

/** What the contract needs of an implementation: ends to connect, and a cable to cut. */
export interface LinkUnderTest {
  connectHub(log: CapturedLog): Promise<HubEdge>;
  connectClient(address: LinkAddress): Promise<LinkClient>;
  interrupt(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

export const registry: LinkAddress = { oin: '00000001001234567000', client: 'registry' };
export const archive: LinkAddress = { oin: '00000001001234567000', client: 'archive' };
export const requester: LinkAddress = { oin: '00000001009876543000', client: 'flows' };
export const operation = 'registry.find-permits';

export const asked: Asked = {
  operation,
  version: '1.0.0',
  mode: 'content',
  fields: ['permits[].number'],
  request: { street: 'Kade', houseNumber: 7 },
  agreement: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e5f;3',
  purpose: 'public-order',
  transaction: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e60',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

export const exchange: ExchangeRequest = {
  agreement: '018f4e2e-5b6a-7c3d-8e9f-0a1b2c3d4e5f',
  operation,
  purpose: 'public-order',
  actor: { id: 'emp-4711', role: 'analyst' },
  request: { street: 'Kade', houseNumber: 7 },
};

export const answer: Answer = {
  content: { permits: [{ number: 'P-1' }] },
  subjects: [{ kind: 'kvk', value: '90000012' }],
};
export const plenty = 5_000;

/** The code of the error, or the value where an error was expected. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof KoppelError ? error.code : error));

/** One link with a hub on it and as many clients as a test asks for; `open` and `close` go around each test. */
export class LinkWorld {
  readonly #create: () => Promise<LinkUnderTest>;
  #log = new CapturedLog();
  #link: LinkUnderTest | undefined;
  #hub: HubEdge | undefined;
  #clients: LinkClient[] = [];

  constructor(create: () => Promise<LinkUnderTest>) {
    this.#create = create;
  }

  get log(): CapturedLog {
    return this.#log;
  }

  get link(): LinkUnderTest {
    if (!this.#link) throw new Error('The link is not open');
    return this.#link;
  }

  get hub(): HubEdge {
    if (!this.#hub) throw new Error('The link is not open');
    return this.#hub;
  }

  async open(): Promise<void> {
    this.#log = new CapturedLog();
    this.#link = await this.#create();
    this.#hub = await this.#link.connectHub(this.#log);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    this.#clients = [];
    await this.hub.close();
    await this.link.close();
  }

  async connect(address: LinkAddress): Promise<LinkClient> {
    const client = await this.link.connectClient(address);
    this.#clients.push(client);
    return client;
  }

  /** A client that answers the one operation of these tests. */
  async serve(handler: QuestionHandler, address = registry): Promise<LinkClient> {
    const client = await this.connect(address);
    const handlers = new Map([[operation, handler]]);
    await client.serve({ version: '1.0.0', description: 'Permits', handlers, checkHealth: async () => undefined });
    return client;
  }
}
