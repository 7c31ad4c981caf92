import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkAuthority, processVariables, type LinkAuthority } from '@koppel/link';
import {
  findFreePort,
  createHubDatabase,
  createKeyPair,
  startNatsServer,
  startPostgres,
  type HubDatabase,
  type KeyPair,
} from '@koppel/local';
import { silentLog, testNatsBinary, waitUntil } from '@koppel/testkit';
import { oins } from '../fixtures.ts';
import { kill, startProgram, type Mortal } from './mortal.ts';
import { ReceiptSource } from './receipt-source.ts';

export type Victim = 'hub' | 'adapter' | 'nats-server' | 'postgresql';

const hubProgram = join(import.meta.dirname, '../../src/main.ts');
const adapterProgram = join(import.meta.dirname, 'adapter.main.ts');
/** What a killed process gave to the system is not lost; only a machine that falls loses what no disk has. */
const settings = { fsync: 'off', synchronous_commit: 'on' };

interface Ground {
  readonly variables: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly source: ReceiptSource;
  readonly authority: LinkAuthority;
  readonly operatorKey: KeyPair;
  /** The same in every life. */
  readonly ports: Readonly<Record<'hub' | 'nats-server' | 'postgresql', number>>;
}

/** Every part of a hub in a process of its own, with a source that nobody kills. */
export class MortalSite {
  readonly #ground: Ground;
  readonly #running = new Map<Victim, Mortal>();
  #database: HubDatabase | undefined;

  private constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** With `variables` over the hub's configuration. */
  static async open(variables: Ground['variables'] = {}): Promise<MortalSite> {
    const directory = await mkdtemp(join(tmpdir(), 'koppel-mortal-'));
    await chmod(directory, 0o711);
    const [hub, nats, postgresql] = [await findFreePort(), await findFreePort(), await findFreePort()];
    const site = new MortalSite({
      variables,
      directory,
      source: await ReceiptSource.open(join(directory, 'receipts')),
      authority: await createLinkAuthority(join(directory, 'authority')),
      operatorKey: await createKeyPair(),
      ports: { hub, 'nats-server': nats, postgresql },
    });
    try {
      await site.#settle();
      return site;
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  get source(): ReceiptSource {
    return this.#ground.source;
  }

  get operatorKey(): KeyPair {
    return this.#ground.operatorKey;
  }

  /** The hub's home: its keys outlive every life. */
  get home(): string {
    return this.#path('hub');
  }

  get database(): HubDatabase {
    if (!this.#database) throw new Error('there is no database yet');
    return this.#database;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ground.ports.hub}`;
  }

  /** `kill -9`, and a new one on the same addresses and data. */
  async replace(victim: Victim): Promise<void> {
    const running = this.#running.get(victim);
    if (running) await kill(running);
    await this.#start(victim);
  }

  async close(): Promise<void> {
    for (const running of [...this.#running.values()].toReversed()) await running.stop();
    await this.source.close();
    await rm(this.#ground.directory, { recursive: true, force: true });
  }

  async #settle(): Promise<void> {
    await Promise.all([this.#start('postgresql'), this.#start('nats-server')]);
    await this.#writeFiles();
    await Promise.all([this.#start('hub'), this.#start('adapter')]);
  }

  async #start(victim: Victim): Promise<void> {
    const starts = {
      postgresql: this.#startPostgres,
      'nats-server': this.#startNats,
      hub: this.#startHub,
      adapter: this.#startAdapter,
    };
    this.#running.set(victim, await starts[victim]());
  }

  readonly #startPostgres = async (): Promise<Mortal> => {
    const dir = this.#path('postgres');
    await waitUntil(() => !existsSync(join(dir, 'lock')), 'the killed one has let go of its directory');
    const server = await startPostgres({ dir, port: this.#ground.ports.postgresql, log: silentLog, settings });
    this.#database ??= await createHubDatabase(server, 'koppel');
    return server;
  };

  readonly #startNats = (): Promise<Mortal> => {
    const { authority, ports } = this.#ground;
    const directory = this.#path('nats');
    return startNatsServer({ binary: testNatsBinary(), authority, directory, port: ports['nats-server'] });
  };

  readonly #startHub = () =>
    startProgram({
      script: hubProgram,
      env: { KOPPEL_CONFIG: this.#path('hub.json'), ...this.#ground.variables },
      readyLine: /"ready":true/,
    });

  readonly #startAdapter = () =>
    startProgram({
      script: adapterProgram,
      args: [this.source.url],
      env: {
        [processVariables.servers]: this.#natsUrl,
        [processVariables.credentials]: this.#path('adapter.creds'),
        [processVariables.config]: this.#path('adapter.json'),
      },
    });

  async #writeFiles(): Promise<void> {
    const { authority } = this.#ground;
    const secret = (name: string, text: string) => writeFile(this.#path(name), text, { mode: 0o600 });
    await secret('edge.creds', await authority.grantHubEdge());
    await secret('node.creds', await authority.grantHubNode());
    const adapter = { oin: oins.provider, client: 'records', kind: 'adapter' } as const;
    await secret('adapter.creds', await authority.grantLink(adapter));
    await secret('adapter.json', '{}');
    await secret('hub.json', JSON.stringify(this.#hubConfig()));
  }

  #hubConfig(): object {
    const nats = (file: string) => ({ kind: 'nats', url: this.#natsUrl, credentialsFile: this.#path(file) });
    return {
      home: this.home,
      issuer: this.url,
      http: { host: '127.0.0.1', port: this.#ground.ports.hub },
      database: this.#database,
      bus: nats('node.creds'),
      link: nats('edge.creds'),
      operator: { oin: oins.operator, name: 'Operator', client: 'console', jwk: this.operatorKey.publicJwk },
      logLevel: 'silent',
    };
  }

  get #natsUrl(): string {
    return `nats://127.0.0.1:${this.#ground.ports['nats-server']}`;
  }

  #path(name: string): string {
    return join(this.#ground.directory, name);
  }
}
