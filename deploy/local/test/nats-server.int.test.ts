import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLinkAuthority } from '@koppel/link';
import { testNatsBinary, waitUntil } from '@koppel/testkit';
import { ensureNatsServer } from '../src/nats-binary.ts';
import { startNatsServer } from '../src/nats-server.ts';

const run = promisify(execFile);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'koppel-test-server-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const options = async () => ({
  binary: testNatsBinary(),
  authority: await createLinkAuthority(join(directory, 'authority')),
  directory: join(directory, 'server'),
});

const isAlive = (pid: number): Promise<boolean> =>
  // A process that ended and was not yet collected by its parent counts as ended.
  run('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({ stdout }) => !stdout.startsWith('Z'),
    () => false,
  );

describe('A message server', () => {
  test('is ready when its start resolves, and gone when its stop does', async () => {
    const server = await startNatsServer(await options());
    expect(server.url).toBe(`nats://127.0.0.1:${server.port}`);
    expect(await isAlive(server.pid)).toBe(true);
    await server.stop();
    expect(await isAlive(server.pid)).toBe(false);
    expect(await readFile(join(directory, 'server', 'nats-server.log'), 'utf8')).toContain('Server is ready');
  });

  test('tells when it ended by itself', async () => {
    const server = await startNatsServer(await options());
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    expect(await isAlive(server.pid)).toBe(false);
    await server.stop();
  });

  test('says which port is in use', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const refusal = { fault: 'port-in-use', message: expect.stringContaining(String(port)) };
    await expect(startNatsServer({ ...(await options()), port })).rejects.toMatchObject(refusal);
    blocker.close();
  });

  test('that cannot be run is a sentence and no crash', async () => {
    const wrong = { ...(await options()), binary: join(directory, 'absent') };
    await expect(startNatsServer(wrong)).rejects.toMatchObject({ fault: 'failed' });
  });

  test('ends with the process that started it, also when that is killed', async () => {
    const script = new URL('support/start-nats.ts', import.meta.url).pathname;
    const parent = spawn(process.execPath, [script, testNatsBinary(), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    expect(await isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await waitUntil(async () => !(await isAlive(pid)), 'the server ends');
  });
});

describe('The program of the message server', () => {
  const path = process.env['PATH'];

  afterEach(() => {
    process.env['PATH'] = path;
  });

  async function place(name: string, script: string): Promise<string> {
    const folder = join(directory, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'nats-server'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return folder;
  }

  test('is taken from the PATH, past one that is broken and one that is too old', async () => {
    const broken = await place('broken', 'exit 1');
    const old = await place('old', 'echo "nats-server: v2.8.4"');
    const good = await place('good', 'echo "nats-server: v2.12.14"');
    process.env['PATH'] = [broken, old, good, path].join(':');
    const found = await ensureNatsServer({ binDir: join(directory, 'bin') });
    expect(found).toEqual({ path: join(good, 'nats-server'), version: '2.12.14' });
  });
});
