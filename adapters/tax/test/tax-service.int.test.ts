import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemClock } from '@koppel/contract';
import { HttpSource } from '@koppel/http-source';
import { AccessToken } from '../src/access-token.ts';
import { TaxService } from '../src/tax-service.ts';

const trace = { transaction: '', traceparent: '', signal: new AbortController().signal };
const relation = {
  bsn: '999900006',
  kvkNumber: '00000001',
  firmName: 'Voorbeeldzaak',
  legalForm: 'partnership',
  role: 'owner',
  since: '2019-05-14',
};
const replies: Readonly<Record<string, object>> = {
  '/oauth/token': { access_token: 'token', token_type: 'bearer' },
  '/v1/incomes': { bsn: '999900006', incomes: [{ year: 2025, kind: 'wages', amountCents: 1 }] },
  '/v1/business-relations': { relations: [relation] },
};

let server: Server;
let source: HttpSource;
let service: TaxService;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(replies[request.url ?? '']));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = new HttpSource({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, effect: 'idempotent' });
  service = new TaxService(source, new AccessToken(source, { clientId: 'client', clientSecret: 'word' }, systemClock));
});
afterAll(async () => {
  await source.close();
  server.close();
});

test('an answer about somebody else or another year is not released', async () => {
  const isFailed = { code: 'source.failed' };
  await expect(service.listIncomes('999900006', 2025, trace)).resolves.toHaveLength(1);
  await expect(service.listIncomes('999900018', 2025, trace)).rejects.toMatchObject(isFailed);
  await expect(service.listIncomes('999900006', 2024, trace)).rejects.toMatchObject(isFailed);
  await expect(service.listRelations({ bsn: '999900006' }, trace)).resolves.toHaveLength(1);
  await expect(service.listRelations({ bsn: '999900018' }, trace)).rejects.toMatchObject(isFailed);
});
