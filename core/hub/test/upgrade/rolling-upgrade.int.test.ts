import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withRole } from '@koppel/local';
import { testNatsBinary, waitUntil } from '@koppel/testkit';
import { hubProgram, type ChaosSite } from '../chaos/chaos-site.ts';
import { nodes, type NodeName } from '../chaos/networks.ts';
import type { Verdict } from '../chaos/oracle.ts';
import { Stretch } from '../chaos/stretch.ts';
import { ReadyFront } from './ready-front.ts';

const nextVersion = join(import.meta.dirname, 'next-version.main.ts');
/** Answers of a node, before and after each change of the other. */
const answersBetween = 20;
const timeoutMs = 180_000;
/** On a machine that other tests fill an answer may take more than the second that callers wait otherwise. */
const deadlineMs = 10_000;

let stretch: Stretch;
let front: ReadyFront;
let verdict: Verdict;
let isVerified: boolean;
/** The newest step of the schema, after each change of a node. */
const schemas: string[] = [];

beforeAll(async () => {
  const arrange = async (site: ChaosSite): Promise<void> => {
    front = await ReadyFront.open((node) => site.portOf(node));
    site.networks.front.targets = [front.port];
    await allServe();
  };
  stretch = await Stretch.open({ path: testNatsBinary(), version: 'any' }, arrange, { deadlineMs });
  await allAnswer();
  for (const program of [nextVersion, hubProgram]) for (const node of nodes) await change(node, program);
  isVerified = await stretch.finish();
  verdict = await stretch.judge();
}, timeoutMs);
afterAll(async () => {
  await stretch?.close();
  await front?.close();
}, 30_000);

const allServe = (): Promise<void> =>
  waitUntil(() => nodes.every((node) => front.sendsTo(node)), 'every node is ready', 30_000);

async function allAnswer(): Promise<void> {
  const before = { ...front.served };
  const haveAnswered = (): boolean => nodes.every((node) => front.served[node] >= before[node] + answersBetween);
  await waitUntil(haveAnswered, 'every node answers', 30_000);
}

async function change(node: NodeName, program: string): Promise<void> {
  await stretch.site.replace(node, program);
  await allServe();
  await allAnswer();
  schemas.push(await newestStep());
}

const newestStep = (): Promise<string> =>
  withRole(stretch.site.database, 'owner', async (client) => {
    const newest = 'SELECT name FROM koppel_migration ORDER BY id DESC LIMIT 1';
    return (await client.query<{ name: string }>(newest)).rows[0]?.name ?? 'none';
  });

describe('two nodes, each brought to the next version and back again under load', () => {
  test('work beside each other in both versions, on the schema of the newer one', () => {
    expect(schemas).toEqual(nodes.flatMap(() => ['NextVersion9000000000000', 'NextVersion9000000000000']));
    expect(stretch.load.released).toBeGreaterThan(answersBetween * nodes.length * 4);
  });

  test('lose no answer, double none, and log every question', () => {
    expect(verdict).toEqual({ lost: 0, doubled: 0, unlogged: 0 });
  });

  test('leave a ledger that verifies', () => {
    expect(isVerified).toBe(true);
  });

  test('refuse nobody while they say that they are ready, and tell the rest to come back', () => {
    const turnedAway = front.refused.filter(({ code }) => code !== 'exchange.already-answered');
    expect(turnedAway.filter(({ isReady }) => isReady)).toEqual([]);
    // Within the moment in which whoever stands before the nodes did not know yet that one of them stops.
    const atTheEnd = ['hub.unavailable', 'ECONNRESET'];
    expect(turnedAway.filter(({ code }) => !atTheEnd.includes(code))).toEqual([]);
    expect(stretch.load.broken).toEqual([]);
  });

  test('end by themselves, and nothing else does', () => {
    expect(stretch.site.fellByItself).toEqual([]);
  });
});
