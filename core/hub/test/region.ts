import { createPrivateKey } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { signAgreement, type AgreementDraft, type AgreementRecord, type Question } from '@koppel/contract';
import { connectLinkClient, runAdapter, type AdapterOnLink, type EvidenceOptions } from '@koppel/link';
import { HubClient, type HubRequest, type KeyPair } from '@koppel/local';
import { CapturedLog, type TestDatabase, type TestNats } from '@koppel/testkit';
import { startHub, type Hub, type HubOptions } from '../src/hub.ts';
import type { HubConfig } from '../src/platform/config.schema.ts';
import { answersWell, directedAdapter, type Behaviour } from './directed-adapter.ts';
import { anAgreement, aRequest, oins } from './fixtures.ts';
import { configsOf, layGround, type RegionGround, type RegionKeys, type RegionOptions } from './region-ground.ts';

const { id: _id, version: _version, ...agreementDraft } = anAgreement();

interface Registration {
  readonly oin: string;
  readonly client: string;
  readonly key: KeyPair;
  readonly collaborations?: readonly string[];
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
  readonly #keys: RegionKeys;
  readonly #configs: readonly HubConfig[];
  readonly #options: RegionOptions;

  private constructor(ground: RegionGround, options: RegionOptions) {
    this.database = ground.database;
    this.nats = ground.nats;
    this.home = ground.home;
    this.url = ground.url;
    this.#keys = ground.keys;
    this.#configs = configsOf(ground, options);
    this.#options = options;
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
    const { requester, provider } = this.#keys;
    await this.register({ oin: oins.requester, client: 'intake', key: requester });
    await this.register({ oin: oins.provider, client: 'records', key: provider });
    await this.connectAdapter();
  }

  /** Of its nodes, for a test that runs one in a process of its own. */
  get configs(): readonly HubConfig[] {
    return this.#configs;
  }

  start(): Promise<void> {
    return this.startWith({});
  }

  /** Starts the hub with a configuration that differs in this. */
  async startWith(change: Partial<HubConfig>): Promise<void> {
    const configs = this.#configs.map((config) => ({ ...config, ...change }));
    this.hubs = await Promise.all(configs.map((config) => startHub(config, this.#hubOptions)));
  }

  get #hubOptions(): HubOptions {
    const { clock } = this.#options;
    return { log: this.log, ...(clock ? { clock } : {}) };
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

  /** With `evidence` the adapter signs its answers. */
  async connectAdapter(evidence?: EvidenceOptions): Promise<void> {
    const credentials = await this.nats.authority.grantLink({ oin: oins.provider, client: 'records', kind: 'adapter' });
    const link = await connectLinkClient({ servers: this.nats.server.url, credentials });
    const adapter = directedAdapter((question) => {
      this.questions.push(question);
      return this.answer(question);
    });
    const signing = evidence === undefined ? {} : { evidence };
    this.adapter = await runAdapter({
      adapter,
      link,
      config: {},
      log: this.log,
      findSecret: () => undefined,
      ...signing,
    });
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
      body: { ...aRequest({ agreement }), ...change },
      ...(headers ? { headers } : {}),
    });
  }

  /** The bodies of the ledger, in order. */
  async ledger(): Promise<{ type: string; code?: string; subjects?: string[] }[]> {
    const rows = await this.database.query<{ body: string }>('SELECT body FROM ledger_entry ORDER BY index');
    return rows.map(({ body }) => JSON.parse(body));
  }

  /** Makes an organisation with one system known; it signs agreements when the ground holds a key for that. */
  async register({ oin, client, key, collaborations = ['example-region'] }: Registration): Promise<HubClient> {
    await this.operator.post('/v1/organisations', { oin, name: `Organisation ${oin}`, collaborations });
    const scopes = this.#options.scopes ?? ['exchange', 'agreements', 'ledger'];
    const keys = `/v1/organisations/${oin}/keys`;
    await this.operator.post(keys, { use: 'client', client, scopes, jwk: key.publicJwk });
    const signing = this.#keys.signing[oin];
    if (signing) await this.operator.post(keys, { use: 'agreement', jwk: signing.publicJwk });
    return this.#client(oin, client, key);
  }

  #client(oin: string, client: string, key: KeyPair): HubClient {
    return new HubClient({ hub: this.url, oin, client, privateJwk: key.privateJwk });
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
    const signature = signAgreement(agreement, statement, createPrivateKey({ key: key.privateJwk, format: 'jwk' }));
    return by.post(`/v1/agreements/${agreement.id}/signatures`, signature);
  }
}

function validNow(): Pick<AgreementDraft, 'validity'> {
  const day = 86_400_000;
  const at = (offset: number): string =>
    new Date(Math.floor((Date.now() + offset) / 1000) * 1000).toISOString().replace('.000', '');
  return { validity: { from: at(-day), until: at(day) } };
}
