import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import RED from 'node-red';

const userDir = process.env['BENCH_HOME'] ?? '';

/** `http in → http request → http response` to the same source; connections kept alive, as the others keep theirs. */
const flow = [
  { id: 'flow', type: 'tab', label: 'bench' },
  { id: 'in', type: 'http in', z: 'flow', url: '/ask', method: 'post', wires: [['ask']] },
  {
    id: 'ask',
    type: 'http request',
    z: 'flow',
    method: 'POST',
    ret: 'txt',
    url: process.env['BENCH_SOURCE'],
    persist: true,
    wires: [['out']],
  },
  { id: 'out', type: 'http response', z: 'flow', wires: [] },
];

await writeFile(join(userDir, 'flows.json'), JSON.stringify(flow));
const server = createServer((request, response) => RED.httpNode(request, response));
RED.init(server, {
  userDir,
  flowFile: 'flows.json',
  httpAdminRoot: false,
  disableEditor: true,
  credentialSecret: 'bench',
  logging: { console: { level: 'error', metrics: false, audit: false } },
  telemetry: { enabled: false, updateNotification: false },
});
const started = new Promise((resolve) => RED.events.once('flows:started', resolve));
await RED.start();
await started;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
});
