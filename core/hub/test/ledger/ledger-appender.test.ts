import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CompactRange, createNoteSigner, parseCheckpoint, TileTree } from '@koppel/ledger';
import { CapturedLog } from '@koppel/testkit';
import { EntryMaker, type Prepared } from '../../src/ledger/entry-maker.ts';
import { LedgerAppender } from '../../src/ledger/ledger-appender.ts';
import type { Pseudonyms } from '../../src/ledger/pseudonyms.ts';
import { now } from '../fixtures.ts';
import { MemoryLog } from './memory-log.ts';

const noteSigner = createNoteSigner('koppel.test/hub', generateKeyPairSync('ed25519'));
const signer = { key: noteSigner.key, formerKeys: [], signers: () => [noteSigner] };

class Nodes {
  readonly clock = { time: now, now: () => this.clock.time };
  readonly store = new MemoryLog();
  readonly log = new CapturedLog();
  readonly maker = new EntryMaker({} as Pseudonyms, this.clock);

  node(): LedgerAppender {
    const { store, maker, clock, log } = this;
    return new LedgerAppender({ store, tiles: store, maker, signer, clock, log });
  }

  async entries(count: number): Promise<Prepared[]> {
    const prepared = await this.maker.prepare({ type: 'process.recorded', action: 'change', digest: 'ab'.repeat(32) });
    return Array.from({ length: count }, () => prepared);
  }

  async commit(node: LedgerAppender, count = 1): Promise<number> {
    return node.commit(await this.entries(count));
  }

  /** What was done since this was last asked. */
  steps(): string[] {
    return this.store.steps.splice(0);
  }

  lastCheckpoint() {
    return parseCheckpoint(this.store.notes.at(-1) ?? '');
  }

  /** The root that the entries have, whatever the nodes made of them. */
  root(size = this.store.leaves.length): Uint8Array {
    const tree = new CompactRange();
    for (const leaf of this.store.leaves.slice(0, size)) tree.append(leaf);
    return tree.root();
  }

  /** Whether the newest checkpoint, and the stored tiles, are those of the entries. */
  async expectWhole(): Promise<void> {
    const size = this.store.leaves.length;
    expect(this.lastCheckpoint()).toMatchObject({ size, root: this.root() });
    expect(Buffer.from(await new TileTree(this.store).root(size))).toEqual(Buffer.from(this.root()));
  }
}

describe('a node alone', () => {
  test('answers the index of the first entry of each batch, and goes on from memory', async () => {
    const nodes = new Nodes();
    const node = nodes.node();
    expect(await nodes.commit(node, 3)).toBe(0);
    nodes.steps();
    expect(await nodes.commit(node, 2)).toBe(3);
    expect(await nodes.commit(node)).toBe(5);
    expect(nodes.steps()).toEqual(['append', 'append']);
  });

  test('signs the tree of what it wrote, at once and then once a second', async () => {
    const nodes = new Nodes();
    const node = nodes.node();
    await nodes.commit(node, 300);
    await nodes.expectWhole();
    nodes.clock.time += 999;
    await nodes.commit(node);
    expect(nodes.store.notes).toHaveLength(1);
    nodes.clock.time += 1;
    await nodes.commit(node, 2);
    expect(nodes.store.notes).toHaveLength(2);
    await nodes.expectWhole();
  });

  test('hands over every tile that a batch fills, and goes on where another stopped', async () => {
    const nodes = new Nodes();
    await nodes.commit(nodes.node(), 200);
    await nodes.commit(nodes.node(), 400);
    expect([...nodes.store.tiles.keys()]).toEqual(['0/0', '0/1']);
    await nodes.expectWhole();
  });

  test('gives no entry an earlier instant than the one before it, and refuses when its clock is far behind', async () => {
    const nodes = new Nodes();
    const node = nodes.node();
    await nodes.commit(node);
    nodes.clock.time = now - 30_000;
    await nodes.commit(node);
    expect(nodes.store.bodies.map((body) => JSON.parse(body).at)).toEqual(
      [now, now].map((time) => new Date(time).toISOString()),
    );
    nodes.clock.time = now - 30_001;
    await expect(nodes.commit(node)).rejects.toMatchObject({ code: 'ledger.unavailable' });
    const told = { level: 'error', fields: { behindMs: 30_001 }, message: 'the clock is behind the ledger' };
    expect(nodes.log.lines).toContainEqual(told);
    nodes.clock.time = now + 5;
    await nodes.commit(node);
    expect(nodes.store.head).toEqual({ size: 3, lastAt: now + 5 });
  });
});

describe('a node whose commit failed', () => {
  test('says so with the time to come again, and looks how far the log is before it writes more', async () => {
    const nodes = new Nodes();
    const node = nodes.node();
    await nodes.commit(node);
    nodes.store.beforeWrite = () => {
      throw new Error('connection lost');
    };
    await expect(nodes.commit(node)).rejects.toMatchObject({
      code: 'ledger.unavailable',
      details: { retryAfterMs: 1000 },
    });
    expect(nodes.log.lines).toHaveLength(1);
    nodes.store.beforeWrite = () => undefined;
    await nodes.commit(nodes.node());
    nodes.steps();
    expect(await nodes.commit(node)).toBe(2);
    expect(nodes.steps()[0]).toBe('head');
  });

  test('still owes the checkpoint that was not written', async () => {
    const nodes = new Nodes();
    const node = nodes.node();
    nodes.store.beforeWrite = () => {
      throw new Error('disk full');
    };
    await expect(nodes.commit(node)).rejects.toMatchObject({ code: 'ledger.unavailable' });
    nodes.store.beforeWrite = () => undefined;
    await nodes.commit(node);
    await nodes.expectWhole();
  });

  test('does not claim to have written what the store never asked it for', async () => {
    const nodes = new Nodes();
    const [node, other] = [nodes.node(), nodes.node()];
    await nodes.commit(node);
    await nodes.commit(other);
    nodes.store.appendLocked = async () => undefined;
    await expect(nodes.commit(node)).rejects.toMatchObject({ code: 'ledger.unavailable' });
  });
});

describe('nodes that share a log', () => {
  /** One of two nodes, with this many entries of the other that it knows nothing of. */
  async function behind(missed: number) {
    const nodes = new Nodes();
    const [node, other] = [nodes.node(), nodes.node()];
    await nodes.commit(node, 3);
    await nodes.commit(other, missed);
    nodes.steps();
    nodes.clock.time += 1000;
    return { nodes, node, other };
  }

  test('write behind one another’s entries, and one tree over all of them', async () => {
    const { nodes, node, other } = await behind(600);
    expect(await nodes.commit(node, 2)).toBe(603);
    await nodes.expectWhole();
    nodes.clock.time += 1000;
    expect(await nodes.commit(other, 400)).toBe(605);
    await nodes.expectWhole();
  });

  test('read the leaves that they missed and nothing else, up to 4096', async () => {
    const { nodes, node } = await behind(4096);
    await nodes.commit(node);
    expect(nodes.steps()).toEqual(['append', 'lock', 'leaves 3 to 4099']);
    await nodes.expectWhole();
  });

  test('read the edge of the tree when they missed more', async () => {
    const { nodes, node } = await behind(4097);
    await nodes.commit(node);
    expect(nodes.steps().filter((step) => step.startsWith('leaves'))).toEqual([]);
    await nodes.expectWhole();
  });

  test('begin with the lock once they met, until they missed nothing', async () => {
    const { nodes, node } = await behind(1);
    await nodes.commit(node);
    nodes.steps();
    await nodes.commit(node);
    expect(nodes.steps()).toEqual(['lock']);
    await nodes.commit(node);
    expect(nodes.steps()).toEqual(['append']);
  });

  test('read anew a log that became shorter, as after a restored backup', async () => {
    const { nodes, node } = await behind(1);
    const { store } = nodes;
    store.leaves.length = 2;
    store.head = { ...store.head, size: 2 };
    expect(await nodes.commit(node)).toBe(2);
    await nodes.expectWhole();
  });
});
