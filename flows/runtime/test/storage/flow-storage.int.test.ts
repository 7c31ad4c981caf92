import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFlowStorage, type FlowStorage } from '../../src/storage/flow-storage.ts';

const tab = { id: 'tab-1', type: 'tab', label: 'First flow' };
const inject = { id: 'node-1', type: 'inject', z: 'tab-1', wires: [] };
const group = { id: 'config-1', type: 'link-list' };

let folder: string;
const storageIn = (editor: 'off' | 'view' | 'author'): FlowStorage =>
  createFlowStorage({ flows: folder, themes: [], home: folder, editor });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koppel-flow-files-'));
  await writeFile(join(folder, 'kept-name.json'), JSON.stringify([tab, inject, group]));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));

describe('flows', () => {
  test.each(['off', 'view'] as const)('cannot be changed with the editor on %s', async (editor) => {
    const storage = storageIn(editor);
    await expect(storage.saveFlows([])).rejects.toMatchObject({ code: 'request.method-not-allowed' });
    await expect(storage.saveCredentials({})).rejects.toMatchObject({ code: 'request.method-not-allowed' });
    await expect(storage.getFlows()).resolves.toEqual([tab, inject, group]);
  });

  test('stay in the file they were in; a new tab gets the file of its label', async () => {
    const added = { id: 'tab-2', type: 'tab', label: 'Tweede: de flow!' };
    const comment = { id: 'node-2', type: 'comment', z: 'tab-2', wires: [] };
    const loose = { id: 'config-2', type: 'global-config' };
    await storageIn('author').saveFlows([tab, added, inject, comment, group, loose]);
    await expect(read('kept-name.json')).resolves.toEqual([tab, inject, group]);
    await expect(read('tweede-de-flow.json')).resolves.toEqual([added, comment]);
    await expect(read('shared.json')).resolves.toEqual([loose]);
  });

  test('of two tabs with one label get two files', async () => {
    const twins = ['a', 'b'].map((id) => ({ id, type: 'tab', label: 'Twin' }));
    await storageIn('author').saveFlows(twins);
    await expect(readdir(folder)).resolves.toEqual(['twin-b.json', 'twin.json']);
  });

  test('that are deleted leave no file behind', async () => {
    await storageIn('author').saveFlows([]);
    await expect(readdir(folder)).resolves.toEqual([]);
  });
});

test('credentials are kept for their owner only, and are empty before', async () => {
  const storage = storageIn('author');
  await expect(storage.getCredentials()).resolves.toEqual({});
  await storage.saveCredentials({ $: 'encrypted' });
  await expect(storageIn('off').getCredentials()).resolves.toEqual({ $: 'encrypted' });
});

test('there is no library to read from or write to', async () => {
  const storage = storageIn('author');
  await expect(storage.getLibraryEntry()).rejects.toMatchObject({ code: 'resource.not-found' });
  await expect(storage.saveLibraryEntry()).rejects.toMatchObject({ code: 'request.method-not-allowed' });
});
