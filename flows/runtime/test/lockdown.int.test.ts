import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { FlowProcess } from './fixture/flow-process.ts';
import { functionNode, hookFlow } from './fixture/small-flows.ts';

describe('a flow', () => {
  let flow: FlowProcess;

  beforeAll(async () => {
    const reads = `msg.payload = { found: [env.get('KOPPEL_FLOW_LINK_CREDENTIALS') ?? '', typeof require, typeof process] }; return msg;`;
    flow = await FlowProcess.open({
      flows: {
        'read.json': hookFlow('read', functionNode(reads)),
        'fail.json': hookFlow('fail', functionNode('throw new Error(`about ${msg.payload.bsn}`);')),
        'speak.json': hookFlow(
          'speak',
          functionNode('console.log(msg.payload.bsn); node.warn(msg.payload.bsn); return msg;'),
        ),
        'late.json': hookFlow('late', functionNode('Promise.reject(new Error(msg.payload.bsn)); return msg;')),
      },
    });
  });

  afterAll(async () => {
    await flow.close();
  });

  test('sees neither the runtime’s settings nor modules nor the process', async () => {
    const response = await flow.post('/hooks/read', {});
    await expect(response.json()).resolves.toEqual({ found: ['', 'undefined', 'undefined'] });
  });

  test('leaves what it says out of the log: in warnings, on the console, and in errors', async () => {
    await flow.post('/hooks/speak', { bsn: '999990019' });
    const failing = flow.post('/hooks/fail', { bsn: '999990019' }).catch(() => undefined);
    await flow.post('/hooks/read', {});
    const { code } = await flow
      .post('/hooks/late', { bsn: '999990019' })
      .catch(() => flow.exit)
      .then(() => flow.exit);
    await failing;
    expect(code).toBe(1);
    expect(flow.log).toContain('A node reports');
    expect(flow.log).toContain('Something failed that nobody expected');
    expect(flow.log + flow.output).not.toContain('999990019');
  });
});

describe('a runtime', () => {
  let flow: FlowProcess;

  afterEach(async () => {
    await flow.close();
  });

  const dangerous = [
    'exec',
    'file',
    'watch',
    'tcp in',
    'udp out',
    'http request',
    'websocket in',
    'mqtt out',
    'xml',
    'html',
    'debug',
  ];

  test('refuses flows with nodes that reach out or touch the machine, and names each', async () => {
    flow = await FlowProcess.start({
      flows: {
        'out.json': [
          { id: 't', type: 'tab' },
          ...dangerous.map((type, i) => ({ id: `n${i}`, z: 't', type, wires: [] })),
        ],
      },
    });
    await expect(flow.exit).resolves.toMatchObject({ code: 1 });
    for (const type of dangerous) expect(flow.log).toContain(`A flow uses the node \\"${type}\\"`);
  });

  test('refuses a function that asks for a module', async () => {
    const withModule = functionNode('return msg;', { libs: [{ var: 'fs', module: 'fs' }] });
    flow = await FlowProcess.start({ flows: { 'module.json': hookFlow('module', withModule) } });
    await expect(flow.exit).resolves.toMatchObject({ code: 1 });
    expect(flow.log).toContain('A function asks for the module \\"fs\\"');
  });
});

describe('a runtime without an editor', () => {
  let flow: FlowProcess;

  beforeAll(async () => {
    const httpRequest = { id: 'request', z: 'tab', type: 'http request', method: 'GET', wires: [] };
    flow = await FlowProcess.open({
      flows: { 'out.json': [{ id: 'tab', type: 'tab' }, httpRequest] },
      environment: { KOPPEL_FLOW_NODES: '["21-httprequest.js"]' },
    });
  });

  afterAll(async () => {
    await flow.close();
  });

  test('loads another core node when its operator asks for it by file', async () => {
    await expect(flow.ready).resolves.toHaveProperty('ready', true);
  });

  test('has no administration interface either', async () => {
    const ready = await flow.ready;
    expect(ready).not.toHaveProperty('editorUrl');
    const headers = { Authorization: `Bearer ${await flow.token()}` };
    for (const path of ['/', '/flows', '/settings', '/nodes', '/auth/login', '/hooks/flows', '/hooks/../flows']) {
      const response = await fetch(`${ready?.url}${path}`, { headers });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  test('makes the secrets that it lacks, for its own eyes only', async () => {
    for (const name of ['hook-token', 'credential-secret']) {
      expect((await stat(join(flow.home, name))).mode & 0o777).toBe(0o600);
    }
  });
});
