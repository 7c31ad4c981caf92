import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import { createTestDatabase, type TestDatabase } from '@koppel/testkit';
import type { DataSource } from 'typeorm';
import type { Call, LedgerEntryDraft } from '../../src/platform/actions.ts';
import { connectDatabase } from '../../src/platform/data-source.ts';
import { migrate } from '../../src/platform/migrations.ts';
import { AccessTokens } from '../../src/identity/access-token.ts';
import { IdentityStore } from '../../src/identity/identity.store.ts';
import { Identity1763900000000 } from '../../src/identity/migrations/1763900000000-identity.ts';
import { Organisations } from '../../src/identity/organisations.ts';
import { TokenKeyFiles } from '../../src/identity/token-keys.store.ts';
import { Tokens } from '../../src/identity/tokens.ts';
import { now, oins } from '../fixtures.ts';
import { callerOf, createSigner, issuer, signAssertion, type AssertionChange, type Signer } from './clients.ts';

export const migrations = [Identity1763900000000];
export const operator = callerOf(oins.operator, ['operate'], 'console');
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const formOf = (assertion: string, more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: assertionType,
  client_assertion: assertion,
  ...more,
});

/** The identity room on a real database and real key files, with a ledger that remembers. */
export class IdentityRoom {
  readonly ledger: LedgerEntryDraft[] = [];
  readonly announced: string[] = [];
  /** Called after an organisation was announced. */
  onAnnounce: (oin: string) => void = () => undefined;
  readonly clock = { time: now, now: () => this.clock.time };
  readonly database: TestDatabase;
  readonly home: string;
  readonly store: IdentityStore;
  readonly organisations: Organisations;
  readonly tokens: Tokens;
  readonly keys: TokenKeyFiles;
  /** Called before an entry is written. */
  beforeAppend: () => Promise<void> = async () => undefined;

  readonly #dataSource: DataSource;

  private constructor(database: TestDatabase, dataSource: DataSource, home: string) {
    this.database = database;
    this.home = home;
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
    this.keys = new TokenKeyFiles(home, clock);
    const accessTokens = new AccessTokens({ keys: this.keys, issuer, clock });
    const rules = { audiences: [issuer, `${issuer}/v1/token`], clock, maxLifeSeconds: 60 };
    this.tokens = new Tokens({ store, accessTokens, rules });
  }

  static async open(): Promise<IdentityRoom> {
    const database = await createTestDatabase({ name: 'identity', prepare: (config) => migrate(config, migrations) });
    const dataSource = await connectDatabase(database.config, { role: 'app', poolSize: 4 });
    return new IdentityRoom(database, dataSource, await mkdtemp(join(tmpdir(), 'koppel-identity-')));
  }

  /** As if the hub had just been installed. */
  async empty(): Promise<void> {
    await this.database.query('TRUNCATE organisation, organisation_collaboration, organisation_key, used_assertion');
    this.ledger.length = 0;
    this.announced.length = 0;
    this.clock.time = now;
    this.beforeAppend = async () => undefined;
  }

  async close(): Promise<void> {
    await this.#dataSource.destroy();
    await this.database.drop();
    await rm(this.home, { recursive: true });
  }

  /** Registers an organisation with one client key, and answers with its signer. */
  async admit(
    oin: string,
    scopes: readonly ('exchange' | 'agreements' | 'ledger')[] = ['exchange'],
    client = 'intake',
  ): Promise<Signer> {
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

  failLedger(): void {
    this.beforeAppend = async () => {
      throw new KoppelError('ledger.unavailable');
    };
  }

  #call(): Call {
    const append = async (_name: string, { entries }: { entries: readonly LedgerEntryDraft[] }): Promise<number[]> => {
      await this.beforeAppend();
      this.ledger.push(...entries);
      return entries.map((_, i) => i);
    };
    return append as Call;
  }
}
