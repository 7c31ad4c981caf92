import { hubTemplate } from '../hub-database.ts';
import { KoppelError } from '@koppel/contract';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import type { Call, LedgerEntryDraft, ParamsOf, Scope } from '../../src/platform/actions.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import type { KeyRing } from '../../src/platform/keys/key-ring.ts';
import { AccessTokens } from '../../src/identity/access-token.ts';
import { HubKeys } from '../../src/identity/hub-keys.ts';
import { IdentityStore } from '../../src/identity/identity.store.ts';
import { Mandates } from '../../src/identity/mandates.ts';
import { MandateStore } from '../../src/identity/mandates.store.ts';
import { Identity1763900000000 } from '../../src/identity/migrations/1763900000000-identity.ts';
import { Mandate1763900000400 } from '../../src/identity/migrations/mandate.ts';
import { Organisations } from '../../src/identity/organisations.ts';
import { RingTokenKeys } from '../../src/identity/token-keys.ts';
import { Tokens } from '../../src/identity/tokens.ts';
import { now, oins } from '../fixtures.ts';
import { memoryKeyRing } from '../platform/keys/memory-register.ts';
import {
  callerOf,
  createSigner,
  issuer,
  signAssertion,
  signSubjectToken,
  type AssertionChange,
  type Signer,
} from './clients.ts';

export const migrations = [Identity1763900000000, Mandate1763900000400];
export const operator = callerOf(oins.operator, ['operate'], 'console');
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const subjectTokenType = 'urn:ietf:params:oauth:token-type:jwt';

/** The roles that the models of these tests know, as `role level`. */
export const modelRoles: readonly string[] = ['case-chair operational', 'triager operational', 'steering-chair policy'];

/** A token exchange for the person that the subject token names. */
export const exchangeFormOf = (
  assertion: string,
  subjectToken: string,
  more: Readonly<Record<string, string>> = {},
) => ({
  ...formOf(assertion),
  grant_type: exchangeGrant,
  subject_token: subjectToken,
  subject_token_type: subjectTokenType,
  ...more,
});

export const formOf = (assertion: string, more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: assertionType,
  client_assertion: assertion,
  ...more,
});

/** The identity room on a real database and real key files, with a ledger that remembers. */
export class IdentityRoom {
  readonly ledger: LedgerEntryDraft[] = [];
  #logged = 0;
  readonly announced: string[] = [];
  /** Called after an organisation was announced. */
  onAnnounce: (oin: string) => void = () => undefined;
  readonly clock = { time: now, now: () => this.clock.time };
  readonly database: TestDatabase;
  readonly store: IdentityStore;
  readonly organisations: Organisations;
  readonly tokens: Tokens;
  readonly mandateStore: MandateStore;
  readonly mandates: Mandates;
  readonly keys: RingTokenKeys;
  readonly hubKeys: HubKeys;
  /** Called before an entry is written. */
  beforeAppend: () => Promise<void> = async () => undefined;

  readonly #dataSource: DataSource;

  private constructor(database: TestDatabase, dataSource: DataSource, ring: KeyRing) {
    this.database = database;
    this.#dataSource = dataSource;
    this.store = new IdentityStore(dataSource);
    const { store, clock } = this;
    this.organisations = new Organisations({
      store,
      clock,
      call: this.#call(),
      announce: (oin) => {
        this.announced.push(oin);
        this.onAnnounce(oin);
      },
    });
    this.mandateStore = new MandateStore(dataSource);
    this.mandates = new Mandates({ store: this.mandateStore, clock, call: this.#call() });
    this.keys = new RingTokenKeys(ring);
    this.hubKeys = new HubKeys({ ring, clock, call: this.#call(), origin: 'koppel.test/hub' });
    const accessTokens = new AccessTokens({ keys: this.keys, issuer, clock });
    const rules = { audiences: [issuer, `${issuer}/v1/token`], clock, maxLifeSeconds: 60 };
    this.tokens = new Tokens({ store, accessTokens, rules });
  }

  static async open(): Promise<IdentityRoom> {
    const database = await createTestDatabase(hubTemplate);
    const dataSource = await connectDatabase(database.config, { role: 'app', poolSize: 4 });
    return new IdentityRoom(database, dataSource, await memoryKeyRing());
  }

  /** As if the hub had just been installed. */
  async empty(): Promise<void> {
    await this.database.query(
      'TRUNCATE organisation, organisation_collaboration, organisation_key, used_assertion, mandate',
    );
    this.ledger.length = 0;
    this.announced.length = 0;
    this.clock.time = now;
    this.beforeAppend = async () => undefined;
  }

  async close(): Promise<void> {
    await this.#dataSource.destroy();
    await this.database.drop();
  }

  /** Registers an organisation with one client key, and answers with its signer. */
  async admit(oin: string, scopes: readonly Scope[] = ['exchange'], client = 'intake'): Promise<Signer> {
    const signer = createSigner();
    const organisation = { oin, name: 'Example organisation', collaborations: ['example-region'] };
    if (!(await this.store.findOrganisation(oin))) await this.organisations.register(operator, organisation);
    await this.organisations.addKey(operator, { oin, use: 'client', client, scopes, jwk: signer.jwk });
    return signer;
  }

  async tokenFor(signer: Signer, change: AssertionChange = {}): Promise<string> {
    const assertion = await signAssertion(signer, { clock: this.clock, ...change });
    return (await this.tokens.issue(formOf(assertion))).accessToken;
  }

  /** A token for a person; `change` is made to the subject token. */
  async personTokenFor(signer: Signer, change: AssertionChange = {}): Promise<string> {
    const { clock } = this;
    const assertion = await signAssertion(signer, { clock });
    const subject = await signSubjectToken(signer, { clock, ...change });
    return (await this.tokens.issue(exchangeFormOf(assertion, subject))).accessToken;
  }

  failLedger(): void {
    this.beforeAppend = async () => {
      throw new KoppelError('ledger.unavailable');
    };
  }

  #call(): Call {
    const answers = {
      'ledger.append': async ({ entries }: ParamsOf<'ledger.append'>) => {
        await this.beforeAppend();
        this.ledger.push(...entries);
        return entries.map(() => this.#logged++);
      },
      'identity.findOrganisation': ({ oin }: ParamsOf<'identity.findOrganisation'>) => this.organisations.find(oin),
      'model.knowsRole': async ({ role, level }: ParamsOf<'model.knowsRole'>) =>
        modelRoles.includes(`${role} ${level}`),
    };
    return (async (name: keyof typeof answers, params: never) => answers[name](params)) as Call;
  }
}
