import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defineAdapter,
  defineHandler,
  defineOperation,
  signAgreement,
  type AgreementDraft,
  type AgreementRecord,
  type Answer,
  type ContentAnswer,
  type MatchAnswer,
  type Question,
} from '@koppel/contract';
import { connectLinkClient, runAdapter, type AdapterOnLink } from '@koppel/link';
import { createKeyPair, findFreePort, HubClient, type HubRequest, type KeyPair } from '@koppel/local';
import { CapturedLog, createTestDatabase, startTestNats, type TestDatabase, type TestNats } from '@koppel/testkit';
import { Type } from 'typebox';
import { startHub, type Hub } from '../src/hub.ts';
import { checkConfig } from '../src/platform/config.ts';
import type { HubConfig } from '../src/platform/config.schema.ts';
import { anAgreement, findResidents, oins } from './fixtures.ts';
import { databaseConfigOf, hubTemplate } from './hub-database.ts';

const { id: _id, version: _version, ...agreementDraft } = anAgreement();

const findResidentsOperation = defineOperation({
  ...findResidents,
  request: Type.Unsafe<{ bsn: string }>(findResidents.request),
  reply: Type.Unsafe<unknown>(findResidents.reply),
  example: { request: { bsn: '999990019' }, reply: findResidents.example.reply },
});

type Behaviour = (question: Question) => Promise<Answer>;

const content = { residents: [{ familyName: 'Testpersoon' }], count: 1 };

/** How the provider's adapter answers until a test says otherwise. */
export const answersWell: Behaviour = async (question) =>
  question.mode === 'match' ? { hit: true, subjects: [] } : { content, subjects: [{ kind: 'bsn', value: '999990019' }] };

export interface RegionOptions {
  /** Which rooms run on which node; one node with all rooms unless said otherwise. */
  readonly nodes?: readonly HubConfig['rooms'][];
  readonly config?: Partial<HubConfig>;
}

/** A hub on real PostgreSQL and real NATS, two organisations in one collaboration, and a provider whose adapter a test directs. */
export class Region {
  readonly log = new CapturedLog();
  readonly database: TestDatabase;
  readonly nats: TestNats;
  readonly home: string;
  readonly url: string;
  readonly operator: HubClient;
  readonly requester: HubClient;
  readonly provider: HubClient;
  hubs: Hub[] = [];
  answer: Behaviour = answersWell;
  readonly questions: Question[] = [];
  adapter: AdapterOnLink | undefined;
  readonly #keys: Keys;
  readonly #configs: readonly HubConfig[];

  private constructor(ground: RegionGround, options: RegionOptions) {
    this.database = ground.database;
    this.nats = ground.nats;
    this.home = ground.home;
    this.url = ground.url;
    this.#keys = ground.keys;
    this.#configs = configsOf(ground, options);
    this.operator = this.#client(oins.operator, 'console', ground.keys.operator);
    this.requester = this.#client(oins.requester, 'intake', ground.keys.requester);
    this.provider = this.#client(oins.provider, 'records', ground.keys.provider);
  }

  static async open(options: RegionOptions = {}): Promise<Region> {
    const region = new Region(await layGround(), options);
    try {
      await region.#settle();
      return region;
    } catch (error) {
      await region.close();
      throw error;
    }
  }

  async #settle(): Promise<void> {
    await this.start();
    await this.#register(oins.requester, this.#keys.requester, 'intake');
    await this.#register(oins.provider, this.#keys.provider, 'records');
    await this.connectAdapter();
  }

  async start(): Promise<void> {
    this.hubs = await Promise.all(this.#configs.map((config) => startHub(config, { log: this.log })));
  }

  async stop(): Promise<void> {
    await Promise.all(this.hubs.splice(0).map((hub) => hub.stop()));
  }

  async close(): Promise<void> {
    await this.adapter?.stop(1000);
    await this.stop();
    await this.nats.close();
    await this.database.drop();
    await rm(this.home, { recursive: true, force: true });
  }

  async connectAdapter(): Promise<void> {
    const credentials = await this.nats.authority.grantLink({ oin: oins.provider, client: 'records', kind: 'adapter' });
    const link = await connectLinkClient({ servers: this.nats.server.url, credentials });
    this.adapter = await runAdapter({ adapter: this.#adapter(), link, config: {}, log: this.log, findSecret: () => undefined });
    await this.adapter.registered;
  }

  /** An agreement that both organisations signed, about the operation of the test. */
  async agree(change: Partial<AgreementDraft> = {}): Promise<AgreementRecord> {
    const draft: AgreementDraft = { ...agreementDraft, ...validNow(), ...change };
    const { agreement } = await this.requester.post<AgreementRecord>('/v1/agreements', draft);
    await this.#sign(this.requester, oins.requester, agreement);
    return this.#sign(this.provider, oins.provider, agreement);
  }

  /** Asks over HTTP as the requester. */
  ask(agreement: string, change: object = {}, headers: HubRequest['headers'] = {}) {
    return this.requester.send<never>({
      method: 'POST',
      path: '/v1/exchanges',
      body: {
        agreement,
        operation: findResidents.name,
        purpose: 'prevent-and-detect-offences',
        actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
        request: { bsn: '999990019' },
        ...change,
      },
      ...(headers ? { headers } : {}),
    });
  }

  /** The bodies of the ledger, in order. */
  async ledger(): Promise<{ type: string; code?: string; subjects?: string[] }[]> {
    const rows = await this.database.query<{ body: string }>('SELECT body FROM ledger_entry ORDER BY index');
    return rows.map(({ body }) => JSON.parse(body));
  }

  #client(oin: string, client: string, key: KeyPair): HubClient {
    return new HubClient({ hub: this.url, oin, client, privateJwk: key.privateJwk });
  }

  async #register(oin: string, key: KeyPair, client: string): Promise<void> {
    await this.operator.post('/v1/organisations', { oin, name: `Organisation ${oin}`, collaborations: ['example-region'] });
    const scopes = ['exchange', 'agreements', 'ledger'];
    await this.operator.post(`/v1/organisations/${oin}/keys`, { use: 'client', client, scopes, jwk: key.publicJwk });
    await this.operator.post(`/v1/organisations/${oin}/keys`, { use: 'agreement', jwk: this.#signingKey(oin).publicJwk });
  }

  #signingKey(oin: string): KeyPair {
    const key = this.#keys.signing[oin];
    if (!key) throw new Error('this organisation signs nothing');
    return key;
  }

  async #sign(by: HubClient, oin: string, agreement: AgreementRecord['agreement']): Promise<AgreementRecord> {
    const key = this.#signingKey(oin);
    const statement = {
      organisation: oin,
      approver: { id: 'app-20f1', role: 'director' },
      mandate: 'MB-2026-017',
      at: new Date().toISOString(),
      kid: key.kid,
    };
    const signature = signAgreement(agreement, statement, createPrivateKey({ key: key.privateJwk as never, format: 'jwk' }));
    return by.post(`/v1/agreements/${agreement.id}/signatures`, signature);
  }

  #adapter() {
    const reply = async (question: Question): Promise<Answer> => {
      this.questions.push(question);
      return this.answer(question);
    };
    const handler = defineHandler(findResidentsOperation, {
      content: (question) => reply(question) as Promise<ContentAnswer>,
      match: (question) => reply(question) as Promise<MatchAnswer>,
    });
    const text = { nl: 'Voorbeeld', en: 'Example' };
    return defineAdapter({
      manifest: {
        id: 'records',
        version: '1.0.0',
        contract: '^1.0.0',
        title: text,
        description: text,
        operations: [findResidentsOperation],
        events: [],
        secrets: [],
        egress: [],
        healthIntervalMs: 5000,
        rate: { perSecond: 50, retryAfterMs: 1000 },
        effect: 'idempotent',
        lifecycle: 'supported',
      },
      config: Type.Object({}, { additionalProperties: false }),
      start: async () => ({ handlers: [handler], checkHealth: async () => undefined, stop: async () => undefined }),
    });
  }
}

interface Keys {
  readonly operator: KeyPair;
  readonly requester: KeyPair;
  readonly provider: KeyPair;
  /** Keys that sign agreements, by organisation. */
  readonly signing: Readonly<Record<string, KeyPair>>;
}

interface RegionGround {
  readonly database: TestDatabase;
  readonly nats: TestNats;
  readonly home: string;
  readonly url: string;
  readonly keys: Keys;
  readonly files: { readonly edge: string; readonly node: string };
}

async function layGround(): Promise<RegionGround> {
  const database = await createTestDatabase(hubTemplate);
  const nats = await startTestNats();
  const home = await mkdtemp(join(tmpdir(), 'koppel-region-'));
  const files = { edge: join(home, 'edge.creds'), node: join(home, 'node.creds') };
  await writeFile(files.edge, await nats.authority.grantHubEdge(), { mode: 0o600 });
  await writeFile(files.node, await nats.authority.grantHubNode(), { mode: 0o600 });
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const signing = { [oins.requester]: await createKeyPair(), [oins.provider]: await createKeyPair() };
  const [operator, requester, provider] = [await createKeyPair(), await createKeyPair(), await createKeyPair()];
  const keys = { operator, requester, provider, signing };
  return { database, nats, home, url, keys, files };
}

function configsOf({ database, nats, home, url, keys, files }: RegionGround, options: RegionOptions): HubConfig[] {
  const allRooms: HubConfig['rooms'] = ['identity', 'adapters', 'agreements', 'exchange', 'ledger', 'gateway'];
  const nodes = options.nodes ?? [allRooms];
  return nodes.map((rooms, index) =>
    checkConfig({
      origin: 'koppel.test/hub',
      nodeId: `hub-${randomUUID().slice(0, 8)}-${index}`,
      home,
      issuer: url,
      http: { host: '127.0.0.1', port: Number(new URL(url).port) },
      database: databaseConfigOf(database),
      bus: { kind: 'nats', url: nats.server.url, credentialsFile: files.node },
      link: { kind: 'nats', url: nats.server.url, credentialsFile: files.edge },
      rooms,
      plugins: [],
      operator: { oin: oins.operator, name: 'Operator', client: 'console', jwk: keys.operator.publicJwk },
      limits: { requestsPerSecondPerClient: 10_000, tokensPerMinutePerAddress: 1000, inFlight: 2000 },
      logLevel: 'silent',
      ...options.config,
    }),
  );
}

function validNow(): Pick<AgreementDraft, 'validity'> {
  const day = 86_400_000;
  const at = (offset: number): string => new Date(Math.floor((Date.now() + offset) / 1000) * 1000).toISOString().replace('.000', '');
  return { validity: { from: at(-day), until: at(day) } };
}
