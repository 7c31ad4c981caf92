import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CapturedLog, waitUntil, type TestNats } from '@koppel/testkit';
import type { Context, ServiceBroker } from 'moleculer';
import { connect, credsAuthenticator, type NatsConnection } from 'nats';
import { createBroker } from '../../../src/platform/broker.ts';
import { forgePackets, mark, type ForgedPacket } from './forged-packets.ts';

const names = { victim: 'hub-1', other: 'hub-2' } as const;

/** Two nodes of a hub that work, and a third connection in their account that hears all they could hear. */
export class LiveNodes {
  /** What came of forged packets; empty as long as the nodes are well. */
  readonly harm: string[] = [];
  readonly #home: string;
  readonly #nodes: ServiceBroker[] = [];
  readonly #nats: TestNats;
  readonly #asked = Promise.withResolvers<string>();
  readonly #held = Promise.withResolvers<string>();
  #ear: NatsConnection | undefined;
  #answer: Promise<unknown> = Promise.resolve();
  #pending = '';

  private constructor(nats: TestNats, home: string) {
    this.#nats = nats;
    this.#home = home;
  }

  static async open(nats: TestNats): Promise<LiveNodes> {
    const nodes = new LiveNodes(nats, await mkdtemp(join(tmpdir(), 'koppel-nodes-')));
    const credentials = await nats.authority.grantHubNode();
    await writeFile(join(nodes.#home, 'node.creds'), credentials, { mode: 0o600 });
    for (const nodeId of Object.values(names)) await nodes.#start(nodeId);
    const [victim] = nodes.#nodes;
    await victim?.waitForServices(['safe', 'slow']);
    nodes.#answer = victim?.call('slow.answer') ?? nodes.#answer;
    nodes.#pending = await nodes.#asked.promise;
    await nodes.#listen(credentials);
    return nodes;
  }

  get packets(): ForgedPacket[] {
    return forgePackets({
      ...names,
      action: 'safe.open',
      event: 'safe.opened',
      group: 'safe',
      pending: this.#pending,
    });
  }

  /** Whom each node takes for its cluster, and for what; times and loads left out. */
  registries(): unknown {
    return this.#nodes.map(({ registry }) => ({
      nodes: registry.getNodeList({ onlyAvailable: false, withServices: false }).map((node) => {
        const { id, available, instanceID, seq, hostname } = node as unknown as Record<string, unknown>;
        return { id, available, instanceID, seq, hostname };
      }),
      actions: registry.getActionList({ withEndpoints: true, onlyAvailable: false }).map(({ name, endpoints }) => ({
        name,
        nodes: endpoints?.map(({ nodeID }) => nodeID).toSorted(),
      })),
    }));
  }

  /** Both nodes still answer one another; whatever was on its way to them has arrived. */
  async work(): Promise<void> {
    await this.#ear?.flush();
    for (const [index, node] of this.#nodes.entries())
      await node.call('safe.answer', {}, { nodeID: Object.values(names)[1 - index] ?? '' });
  }

  /** What the question got that was under way all the time. */
  async pendingAnswer(): Promise<unknown> {
    this.#held.resolve('true');
    return this.#answer;
  }

  async close(): Promise<void> {
    this.#held.resolve('true');
    await this.#answer.catch(() => undefined);
    await this.#ear?.close();
    await Promise.all(this.#nodes.map((node) => node.stop()));
    await rm(this.#home, { recursive: true });
  }

  async #start(nodeId: string): Promise<void> {
    const bus = { kind: 'nats', url: this.#nats.server.url, credentialsFile: join(this.#home, 'node.creds') } as const;
    const node = createBroker({ nodeId, bus }, new CapturedLog());
    // Otherwise it would be this process that ends.
    node.fatal = () => void this.harm.push(`${nodeId} died`);
    node.createService({
      name: 'safe',
      actions: {
        open: { visibility: 'protected', handler: () => void this.harm.push(`${nodeId} opened its safe`) },
        answer: () => 'here',
      },
      events: { 'safe.opened': () => void this.harm.push(`${nodeId} was told`) },
    });
    if (nodeId === names.other) node.createService({ name: 'slow', actions: { answer: this.#answerLate } });
    await node.start();
    this.#nodes.push(node);
  }

  readonly #answerLate = ({ id }: Context): Promise<string> => {
    this.#asked.resolve(id);
    return this.#held.promise;
  };

  async #listen(credentials: string): Promise<void> {
    this.#ear = await connect({
      servers: this.#nats.server.url,
      authenticator: credsAuthenticator(Buffer.from(credentials)),
    });
    this.#ear.subscribe('>', {
      callback: (_error, { subject, data }) => {
        if (`${subject} ${Buffer.from(data).toString()}`.includes(mark)) this.harm.push(`heard ${subject}`);
      },
    });
    await this.#ear.flush();
    await waitUntil(() => this.#nodes.every((node) => node.registry.getNodeList({}).length === 2), 'nodes know others');
  }
}
