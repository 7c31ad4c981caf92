import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { KoppelError, type ExchangeRequest } from '@koppel/contract';
import { connectHubEdge, type FromClient, type HubEdge } from '@koppel/link';
import { CapturedLog, startTestNats, type TestNats } from '@koppel/testkit';
import { FlowProcess } from './fixture/flow-process.ts';
import { replyTo } from './fixture/scripted-link.ts';

const address = { oin: '00000001009876543000', client: 'flows' };
const question = { postcode: '1234AB', houseNumber: 12, actor: { id: 'employee-0042', role: 'analyst' } };

let nats: TestNats;
let hub: HubEdge;
let environment: Record<string, string>;
let flow: FlowProcess;
const heard: FromClient[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  const servers = nats.server.url;
  hub = await connectHubEdge({ servers, credentials: await nats.authority.grantHubEdge(), log: new CapturedLog() });
  await hub.onExchange(async (message) => {
    heard.push(message);
    const request = message.body as ExchangeRequest;
    if (request.operation.startsWith('tax.')) throw new KoppelError('agreement.suspended');
    const answer = request.mode === 'match' ? { hit: true } : { content: request.request };
    return replyTo({ request, trace: { transaction: message.transaction } }, answer);
  });
  const credentials = join(nats.directory, 'flows.creds');
  await writeFile(credentials, await nats.authority.grantLink({ ...address, kind: 'flow' }), { mode: 0o600 });
  environment = {
    KOPPEL_FLOW_LINK_URL: servers,
    KOPPEL_FLOW_LINK_CREDENTIALS: credentials,
    KOPPEL_AGREEMENT_MUNICIPALITY: '0197b7a2-0000-7abc-8abc-00000000000a',
    KOPPEL_AGREEMENT_POLICE: '0197b7a2-0000-7abc-8abc-00000000000b',
    KOPPEL_AGREEMENT_TAX: '0197b7a2-0000-7abc-8abc-00000000000c',
    KOPPEL_ADDRESS_PICTURE_PURPOSE: 'prevent-and-detect-offences',
  };
});

afterEach(async () => {
  await flow.close();
});

afterAll(async () => {
  await hub.close();
  await nats.close();
});

test('the runtime asks the hub over the link, under its own name and in one transaction', async () => {
  flow = await FlowProcess.open({ isReal: true, environment });
  const response = await flow.post('/hooks/address-picture', question);
  await expect(response.json()).resolves.toMatchObject({
    picture: { municipality: { content: { address: { postcode: '1234AB', houseNumber: 12 } } }, police: { hit: true } },
    gaps: [{ source: 'tax', code: 'agreement.suspended', retryable: false }],
  });
  expect(heard.map(({ from }) => from)).toEqual([address, address, address]);
  expect(new Set(heard.map(({ transaction }) => transaction)).size).toBe(1);
});

test('a runtime whose credentials are of no use says so and ends', async () => {
  flow = await FlowProcess.start({
    isReal: true,
    environment: { ...environment, KOPPEL_FLOW_LINK_CREDENTIALS: '/none.creds' },
  });
  await expect(flow.exit).resolves.toMatchObject({ code: 1 });
  expect(flow.log).toContain('The credentials file /none.creds cannot be read');
});
