import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpSource } from '@koppel/http-source';
import { AccessToken } from '../src/access-token.ts';

const trace = { transaction: '', traceparent: '', signal: new AbortController().signal };

describe('the access token', () => {
  let now = 1_000_000;
  let issued = 0;
  let answer: () => object;
  let server: Server;
  let source: HttpSource;
  let token: AccessToken;

  beforeEach(async () => {
    issued = 0;
    answer = () => ({ access_token: `token-${(issued += 1)}`, token_type: 'Bearer', expires_in: 100 });
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    source = new HttpSource({ url, effect: 'idempotent' });
    token = new AccessToken(source, { clientId: 'client', clientSecret: 'secret' }, { now: () => now });
  });
  afterEach(async () => {
    await source.close();
    server.closeAllConnections();
    server.close();
  });

  test('is renewed before it expires', async () => {
    expect(await token.get(trace)).toBe('token-1');
    now += 79_000;
    expect(await token.get(trace)).toBe('token-1');
    now += 2_000;
    expect(await token.get(trace)).toBe('token-2');
  });

  test('is kept when an older one is discarded', async () => {
    const older = await token.get(trace);
    token.discard(older);
    const newer = await token.get(trace);
    token.discard(older);
    expect(await token.get(trace)).toBe(newer);
    expect(issued).toBe(2);
  });

  test('is not waited for by a question that is given up, and still comes for the others', async () => {
    const impatient = new AbortController();
    const [given, waited] = [token.get({ ...trace, signal: impatient.signal }), token.get(trace)];
    impatient.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    expect(await waited).toBe('token-1');
  });

  test.each([
    ['of another type', { access_token: 'token', token_type: 'mac' }],
    ['that would break a header', { access_token: 'to\r\nken', token_type: 'Bearer' }],
    ['that is not there', { token_type: 'Bearer' }],
  ])('%s is not taken', async (_case, reply) => {
    answer = () => reply;
    await expect(token.get(trace)).rejects.toMatchObject({ code: 'source.failed' });
  });
});
