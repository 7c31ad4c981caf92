import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FlowConfig, hideFlowConfig, readFlowConfig } from '../src/config.ts';

const necessary = { KOPPEL_FLOW_LINK_URL: 'nats://127.0.0.1:4222', KOPPEL_FLOW_LINK_CREDENTIALS: 'flow.creds' };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-flow-config-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function writeConfig(text: string): Promise<{ KOPPEL_FLOW_CONFIG: string }> {
  const file = join(folder, 'flow.json');
  await writeFile(file, text);
  return { KOPPEL_FLOW_CONFIG: file };
}

describe('the configuration', () => {
  test('needs a link only, and is closed by default', () => {
    expect(readFlowConfig({ ...necessary, KOPPEL_HOME: '/state' })).toMatchObject({
      httpHost: '127.0.0.1',
      httpPort: 0,
      editor: 'off',
      nodes: [],
      home: '/state/flows',
      tokenFile: '/state/flows/hook-token',
    });
  });

  test('takes the environment over the file, and the file over the defaults', async () => {
    const file = await writeConfig('{"httpPort":8090,"editor":"view","home":"/elsewhere"}');
    const config = readFlowConfig({ ...necessary, ...file, KOPPEL_FLOW_HTTP_PORT: '8091' });
    expect(config).toMatchObject({ httpPort: 8091, editor: 'view', tokenFile: '/elsewhere/hook-token' });
  });

  test('tells all its faults at once, by path', () => {
    const read = () =>
      readFlowConfig({ KOPPEL_FLOW_HTTP_PORT: '70000', KOPPEL_FLOW_EDITOR: 'on', KOPPEL_FLOW_HTPP_HOST: 'x' });
    for (const fault of ['linkUrl', '/httpPort', '/editor', 'htppHost']) expect(read).toThrow(fault);
  });

  test.each([
    ['cannot be read', undefined],
    ['is of no use', '{'],
    ['is of no use', '{"httpPort":1,"httpPort":2}'],
    ['is not an object', '[]'],
  ])('says that a file %s', async (words, text) => {
    const file = text === undefined ? { KOPPEL_FLOW_CONFIG: join(folder, 'none.json') } : await writeConfig(text);
    expect(() => readFlowConfig({ ...necessary, ...file })).toThrow(words);
  });

  test('is documented, every setting under both its names', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    for (const key of Object.keys(FlowConfig.properties)) {
      expect(readme).toContain(`\`${key}\``);
      expect(readme).toContain(`\`KOPPEL_FLOW_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}\``);
    }
  });

  test('is taken out of the environment that flows can read', () => {
    const environment = { ...necessary, KOPPEL_AGREEMENT_TAX: 'stays' };
    hideFlowConfig(environment);
    expect(environment).toEqual({ KOPPEL_AGREEMENT_TAX: 'stays' });
  });
});
