import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFreePort } from '@koppel/local';
import { silentLog, startTestNats, waitUntil, type TestNats } from '@koppel/testkit';
import { connectHubEdge, type HubEdge } from '../../src/index.ts';
import { RunningProgram } from '../support/adapter-program.ts';

const address = { oin: '00000009999000000002', client: 'permits' };
const script = fileURLToPath(new URL('../support/permit-process.ts', import.meta.url));

let nats: TestNats;
let edge: HubEdge;
let program: RunningProgram;
let origin: string;
let letRegister: () => void;

beforeAll(async () => {
  nats = await startTestNats();
  edge = await connectHubEdge({
    servers: [nats.server.url],
    credentials: await nats.authority.grantHubEdge(),
    log: silentLog,
  });
  const { promise: mayRegister, resolve } = Promise.withResolvers<void>();
  letRegister = resolve;
  await edge.onRegister(() => mayRegister);
  await edge.onDrain(async () => ({}));
  const port = await findFreePort();
  origin = `http://127.0.0.1:${port}`;
  program = await RunningProgram.start({ command: process.execPath, args: [script] }, nats, {
    ...address,
    more: { KOPPEL_HEALTH_PORT: String(port) },
  });
  await program.fillRegister([]);
}, 60_000);
afterAll(async () => {
  await program?.remove();
  await edge?.close();
  await nats?.close();
});

async function readiness(): Promise<[number, unknown]> {
  const response = await fetch(`${origin}/health/ready`).catch(() => undefined);
  return response ? [response.status, await response.json()] : [0, undefined];
}
const readsAs = (wanted: unknown, sentence: string): Promise<void> =>
  waitUntil(async () => JSON.stringify(await readiness()) === JSON.stringify(wanted), sentence, 20_000);

const well = { link: true, registered: true, source: true };

describe('the health port of an adapter', () => {
  test('says that it lives, and that it is not ready before the hub has accepted it', async () => {
    const unregistered = { status: 'not-ready', checks: { ...well, registered: false } };
    await readsAs([503, unregistered], 'it is connected and waits for the hub');
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    letRegister();
    await readsAs([200, { status: 'ready', checks: well }], 'the hub has accepted it');
  });

  test('counts questions by operation and code, and knows nothing else to tell', async () => {
    const asked = { operation: 'registry.find-permits', version: '9.0.0', mode: 'content', fields: [] } as const;
    const rest = { agreement: 'a', purpose: 'p', traceparent: '', transaction: '01938c5e-8c00-7000-8000-0000000000aa' };
    const operations = /koppel_adapter_questions_total\{operation="([^"]+)",code="([^"]*)"\} (\d+)/;
    await edge.ask(address, { ...asked, ...rest, request: { planted: '999990019' } }, 5_000).catch(() => undefined);
    const response = await fetch(`${origin}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(/koppel_adapter_ready\{check="link"\} 1/);
    expect(text).not.toContain('999990019');
    expect(operations.exec(text)?.slice(1)).toEqual(['registry.find-permits', 'operation.unknown', '1']);
    expect((await fetch(`${origin}/flows`)).status).toBe(404);
  });

  test('tells what the hub learned of the source', async () => {
    await rm(program.registerPath);
    expect(await edge.ping(address)).toMatchObject({ isHealthy: false });
    expect(await readiness()).toEqual([503, { status: 'not-ready', checks: { ...well, source: false } }]);
    await program.fillRegister([]);
    await edge.ping(address);
    expect((await readiness())[0]).toBe(200);
  });

  test('says so when the link is lost', async () => {
    await nats.server.stop();
    await waitUntil(async () => (await readiness())[0] === 503, 'the link is seen to be lost', 20_000);
    expect((await readiness())[1]).toMatchObject({ checks: { link: false, registered: false } });
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  });
});
