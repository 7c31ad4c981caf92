import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { FlowProcess } from './fixture/flow-process.ts';
import { functionNode, hookFlow } from './fixture/small-flows.ts';

let flow: FlowProcess;

afterEach(async () => {
  await flow.close();
});

const slowly = { type: 'delay', pauseType: 'delay', timeout: '300', timeoutUnits: 'milliseconds' };

describe('the process', () => {
  test('ends with a sentence when a flow never returns, so that a new one can be started', async () => {
    const endless = functionNode('await Promise.resolve(); for (;;);');
    flow = await FlowProcess.open({
      flows: { 'endless.json': hookFlow('endless', endless) },
      environment: { KOPPEL_FLOW_FROZEN_AFTER_MS: '500' },
    });
    const dropped = flow.post('/hooks/endless', {});
    await expect(dropped).rejects.toThrow();
    await expect(flow.exit).resolves.toEqual({ code: null, signal: 'SIGKILL' });
    expect(flow.log).toContain('A flow kept this process busy for 500 ms');
  });

  test('finishes what is under way when it is told to stop, and ends well', async () => {
    flow = await FlowProcess.open({ flows: { 'slow.json': hookFlow('slow', slowly) } });
    const answered = flow.post('/hooks/slow', { kept: true });
    await flow.post('/hooks/none', {});
    flow.child.kill('SIGTERM');
    const response = await answered;
    await expect(response.json()).resolves.toEqual({ kept: true });
    await expect(flow.exit).resolves.toEqual({ code: 0, signal: null });
  });

  test('says where it is in one line of JSON, and ends when the channel to its parent closes', async () => {
    flow = await FlowProcess.open({ flows: {} });
    const url: unknown = expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+$/);
    expect(JSON.parse(flow.output)).toEqual({ ready: true, url });
    flow.child.disconnect();
    await expect(flow.exit).resolves.toEqual({ code: 0, signal: null });
  });

  test('ends when the pipe from its parent closes', async () => {
    flow = await FlowProcess.open({ flows: {}, input: 'pipe' });
    flow.child.stdin?.end();
    await expect(flow.exit).resolves.toEqual({ code: 0, signal: null });
  });
});

describe('a start that cannot succeed', () => {
  test('names each file that is not a flow, and each id that is used twice', async () => {
    flow = await FlowProcess.start({
      flows: { 'broken.json': '[{', 'a.json': [{ id: 'same', type: 'tab' }], 'b.json': [{ id: 'same', type: 'tab' }] },
    });
    await expect(flow.exit).resolves.toMatchObject({ code: 1 });
    expect(flow.log).toContain('broken.json is of no use');
    expect(flow.log).toContain('The id same is used twice');
  });

  test('says that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    flow = await FlowProcess.start({ flows: {}, environment: { KOPPEL_FLOW_HTTP_PORT: String(port) } });
    await expect(flow.exit).resolves.toMatchObject({ code: 1 });
    expect(flow.log).toContain(`Port ${port} of 127.0.0.1 is in use by another program`);
    other.close();
  });
});
