import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Question } from '@koppel/contract';
import { HttpSource } from '@koppel/http-source';
import { getResidentHandler } from '../../src/persons/get-resident.ts';
import { PersonsRegister } from '../../src/persons/persons-register.ts';

let server: Server;
let source: HttpSource;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ personen: [{ burgerservicenummer: '999900006' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = new HttpSource({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, effect: 'idempotent' });
});
afterAll(async () => {
  await source.close();
  server.close();
});

test('an answer about somebody else is not released', async () => {
  const { content } = getResidentHandler(new PersonsRegister(source, 'key'));
  const about = (bsn: string) =>
    content?.({
      request: { bsn },
      fields: ['residents[].bsn'],
      transaction: '',
      traceparent: '',
      signal: new AbortController().signal,
    } as unknown as Question);
  await expect(about('999900018')).rejects.toMatchObject({ code: 'source.failed' });
  await expect(about('999900006')).resolves.toMatchObject({ content: { residents: [{ bsn: '999900006' }] } });
});
