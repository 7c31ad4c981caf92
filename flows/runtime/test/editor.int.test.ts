import { request as httpRequest } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@koppel/testkit';
import { FlowProcess } from './fixture/flow-process.ts';
import { hookFlow } from './fixture/small-flows.ts';

let flow: FlowProcess;
let editor: string;
let headers: Record<string, string>;

async function openEditor(mode: 'view' | 'author'): Promise<void> {
  flow = await FlowProcess.open({
    flows: { 'first.json': hookFlow('first') },
    environment: { KOPPEL_FLOW_EDITOR: mode, KOPPEL_FLOW_LANGUAGE: 'nl' },
  });
  editor = (await flow.ready)?.editorUrl ?? '';
  const password = (await readFile(join(flow.home, 'editor-token'), 'utf8')).trim();
  const response = await logIn(password);
  const { access_token } = (await response.json()) as { access_token: string };
  headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' };
}

const logIn = (password: string): Promise<Response> =>
  fetch(`${editor}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'node-red-editor',
      grant_type: 'password',
      scope: '',
      username: 'author',
      password,
    }),
  });

const get = (path: string): Promise<Response> => fetch(`${editor}${path}`, { headers });

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${editor}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });

const filesOf = async (): Promise<string[]> => (await readdir(join(flow.home, 'flows'))).toSorted();

/** The status of a request as a page of another site would send it, through a name that resolves to loopback. */
function statusFor(host: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  httpRequest(`${editor}/settings`, { headers: { ...headers, Host: host } }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .on('error', reject)
    .end();
  return promise;
}

describe('the editor of an author', () => {
  beforeAll(async () => {
    await openEditor('author');
  });

  afterAll(async () => {
    await flow.close();
  });

  test('is there on the loopback address only, for who has the token', async () => {
    expect(editor).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect((await fetch(`${editor}/flows`)).status).toBe(401);
    expect((await logIn('wrong')).status).toBe(403);
    expect((await get('/flows')).status).toBe(200);
  });

  test('takes no word for who is signed on, and no visitor under another name', async () => {
    const spoofed = await fetch(`${editor}/flows`, { headers: { 'X-Koppel-Editor-User': 'author' } });
    expect(spoofed.status).toBe(401);
    await expect(statusFor('127.0.0.1:1880')).resolves.toBe(200);
    await expect(statusFor('elsewhere.example')).resolves.toBe(404);
  });

  test('installs nothing', async () => {
    const response = await post('/nodes', { module: 'node-red-contrib-anything' });
    expect(response.ok).toBe(false);
    const settings = (await (await get('/settings')).json()) as { externalModules: object };
    expect(settings.externalModules).toMatchObject({ palette: { allowInstall: false, allowUpload: false } });
    expect(JSON.stringify(settings)).not.toContain('"koppel":');
  });

  test('shows the node of Koppel in the language of the house', async () => {
    const catalogue = await (await get('/locales/@koppel/flow-nodes/koppel-exchange?lng=nl')).json();
    expect(catalogue).toMatchObject({ 'koppel-exchange': { label: { agreement: 'Afspraak' } } });
    const list = await fetch(`${editor}/nodes`, {
      headers: { ...headers, Accept: 'text/html', 'Accept-Language': 'nl' },
    });
    expect(await list.text()).toContain('Stelt een partner');
  });

  test('imports the example of the node, and saves it to a file of its own', async () => {
    const example = await (await get('/library/examples/flows/@koppel/flow-nodes/ask-about-an-address')).json();
    const before = (await (await get('/flows')).json()) as object[];
    const deployed = await post('/flows', [...before, ...(example as object[])]);
    expect(deployed.status).toBe(204);
    await expect(filesOf()).resolves.toEqual(['ask-about-an-address.json', 'first.json']);
    const saved = await readFile(join(flow.home, 'flows', 'ask-about-an-address.json'), 'utf8');
    expect(JSON.parse(saved)).toEqual(example);
    // Node-RED answers before it has started its flows again.
    const isThere = async () => (await flow.post('/hooks/first', { still: 'there' })).status === 200;
    await expect(waitUntil(isThere, 'the flow of before answers again')).resolves.toBeUndefined();
  });
});

describe('the editor of a viewer', () => {
  beforeAll(async () => {
    await openEditor('view');
  });

  afterAll(async () => {
    await flow.close();
  });

  test('shows the flows and changes none', async () => {
    const before = await readFile(join(flow.home, 'flows', 'first.json'), 'utf8');
    expect((await get('/flows')).status).toBe(200);
    expect((await post('/flows', [])).status).toBe(401);
    await expect(readFile(join(flow.home, 'flows', 'first.json'), 'utf8')).resolves.toBe(before);
  });
});
