import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkAuthority, type LinkAuthority } from '@koppel/link';
import {
  createHubDatabase,
  createKeyPair,
  startNatsServer,
  startPostgres,
  type HubDatabase,
  type KeyPair,
  type NatsBinary,
  type PostgresServer,
} from '@koppel/local';
import { silentLog, waitUntil } from '@koppel/testkit';
import { kill, startProgram, type Mortal } from '../faults/mortal.ts';
import { ReceiptSource } from '../faults/receipt-source.ts';
import { startAdapter } from './adapter-process.ts';
import { mountSmallDisk } from './small-disk.ts';
import {
  closeNetworks,
  findPorts,
  isNode,
  natsUrl,
  nodes,
  openNetworks,
  type Networks,
  type NodeName,
  type Ports,
} from './networks.ts';
import { writeSiteFiles } from './site-files.ts';

/** In the order in which they can be started. */
export const parts = ['postgresql', 'nats-server', ...nodes, 'adapter'] as const;
export type Part = (typeof parts)[number];

/** What runs a hub node. */
export const hubProgram = join(import.meta.dirname, '../../src/main.ts');
/** New files for the log of every stretch, so that a full disk is met there as well. */
const settings = { wal_recycle: 'off', min_wal_size: '32MB', max_wal_size: '64MB' };

interface Ground {
  readonly nats: NatsBinary;
  readonly directory: string;
  readonly hasSmallDisk: boolean;
  readonly source: ReceiptSource;
  readonly authority: LinkAuthority;
  readonly operatorKey: KeyPair;
  /** The same in every life. */
  readonly ports: Ports;
  readonly networks: Networks;
}

/** Two hub nodes, an adapter, PostgreSQL and nats-server, each a process of its own behind networks that can fail. */
export class ChaosSite {
  /** What ended without being killed. */
  readonly fellByItself: Part[] = [];
  readonly #ground: Ground;
  readonly #running = new Map<Part, Mortal>();
  readonly #fallen = new Set<Part>();
  readonly #condemned = new Set<Part>();
  readonly #programs: Record<NodeName, string> = { 'hub-a': hubProgram, 'hub-b': hubProgram };
  #database: HubDatabase | undefined;
  #postgres: PostgresServer | undefined;

  private constructor(ground: Ground) {
    this.#ground = ground;
  }

  static async open(nats: NatsBinary): Promise<ChaosSite> {
    const directory = await mkdtemp(join(tmpdir(), 'koppel-chaos-'));
    await chmod(directory, 0o711);
    await mkdir(join(directory, 'postgres'), { mode: 0o711 });
    const ports = await findPorts();
    const site = new ChaosSite({
      nats,
      directory,
      hasSmallDisk: await mountSmallDisk(join(directory, 'postgres')),
      source: await ReceiptSource.open(join(directory, 'heard')),
      authority: await createLinkAuthority(join(directory, 'authority')),
      operatorKey: await createKeyPair(),
      ports,
      networks: await openNetworks(ports),
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

  get networks(): Networks {
    return this.#ground.networks;
  }

  get operatorKey(): KeyPair {
    return this.#ground.operatorKey;
  }

  get natsVersion(): string {
    return this.#ground.nats.version;
  }

  /** The directory of the database is a file system of its own, small enough to be filled. */
  get hasSmallDisk(): boolean {
    return this.#ground.hasSmallDisk;
  }

  /** Where callers find whichever node lives. */
  get url(): string {
    return `http://127.0.0.1:${this.networks.front.port}`;
  }

  /** The hub's keys: they outlive every life. */
  get home(): string {
    return this.path('hub');
  }

  get database(): HubDatabase {
    if (!this.#database) throw new Error('there is no database yet');
    return this.#database;
  }

  get postgres(): PostgresServer {
    if (!this.#postgres) throw new Error('there is no PostgreSQL yet');
    return this.#postgres;
  }

  path(...names: string[]): string {
    return join(this.#ground.directory, ...names);
  }

  pidOf(part: Part): number {
    return this.#mortal(part).pid;
  }

  /** `kill -9`. */
  async kill(part: Part): Promise<void> {
    const running = this.#running.get(part);
    if (!running || this.#fallen.has(part)) return;
    this.#condemned.add(part);
    await kill(running);
  }

  /** Starts what does not run, on the same addresses and data, as a supervisor would. */
  async revive(): Promise<void> {
    const ground = parts.filter((part) => !isNode(part) && this.#fallen.has(part));
    await Promise.all(ground.map((part) => this.#start(part)));
    await Promise.all(nodes.filter((node) => this.#fallen.has(node)).map((node) => this.#start(node)));
  }

  /** What ended, by us or by itself, and was not started again. */
  get fallen(): readonly Part[] {
    return [...this.#fallen];
  }

  /** Where a node answers, past every network. */
  portOf(node: NodeName): number {
    return this.#ground.ports[node];
  }

  /** Ends a node as a supervisor does (SIGTERM), and starts another program on the same address and data. */
  async replace(node: NodeName, program: string): Promise<void> {
    const { pid, exited } = this.#mortal(node);
    this.#condemned.add(node);
    process.kill(pid, 'SIGTERM');
    await exited;
    this.#programs[node] = program;
    await this.#start(node);
  }

  async close(): Promise<void> {
    for (const part of parts) this.#condemned.add(part);
    for (const part of parts.toReversed()) await this.#running.get(part)?.stop();
    await this.source.close();
    await closeNetworks(this.networks);
    await rm(this.#ground.directory, { recursive: true, force: true }).catch(() => undefined);
  }

  #mortal(part: Part): Mortal {
    const running = this.#running.get(part);
    if (!running) throw new Error(`${part} does not run`);
    return running;
  }

  async #settle(): Promise<void> {
    await Promise.all([this.#start('postgresql'), this.#start('nats-server')]);
    const { url, home, database } = this;
    await writeSiteFiles({ ...this.#ground, url, home, database, path: (name) => this.path(name) });
    await this.#start('hub-a');
    await Promise.all([this.#start('hub-b'), this.#start('adapter')]);
  }

  async #start(part: Part): Promise<void> {
    const running = await this.#begin(part);
    this.#running.set(part, running);
    this.#fallen.delete(part);
    this.#condemned.delete(part);
    void running.exited.then(() => this.#fell(part));
  }

  #fell(part: Part): void {
    this.#fallen.add(part);
    // PostgreSQL ends itself when it cannot trust its disk, as it should.
    if (!this.#condemned.has(part) && part !== 'postgresql') this.fellByItself.push(part);
  }

  #begin(part: Part): Promise<Mortal> {
    if (part === 'postgresql') return this.#startPostgres();
    if (part === 'nats-server') return this.#startNats();
    return part === 'adapter' ? this.#startAdapter() : this.#startHub(part);
  }

  async #startPostgres(): Promise<Mortal> {
    const dir = this.path('postgres');
    await waitUntil(() => !existsSync(join(dir, 'lock')), 'the fallen one has let go of its directory');
    const server = await startPostgres({ dir, port: this.#ground.ports.postgresql, log: silentLog, settings });
    this.#postgres = server;
    this.#database ??= await createHubDatabase(server, 'koppel');
    return server;
  }

  #startNats(): Promise<Mortal> {
    const { authority, nats, ports } = this.#ground;
    const options = { binary: nats.path, authority, directory: this.path('nats') };
    return startNatsServer({ ...options, port: ports['nats-server'] });
  }

  #startHub(node: NodeName): Promise<Mortal> {
    const env = { KOPPEL_CONFIG: this.path(`${node}.json`) };
    return startProgram({ script: this.#programs[node], env, readyLine: /"ready":true/ });
  }

  #startAdapter(): Promise<Mortal> {
    const { source, networks } = this;
    const servers = natsUrl(networks.messages.adapter);
    return startAdapter({ source: source.url, servers, path: (name) => this.path(name) });
  }
}
