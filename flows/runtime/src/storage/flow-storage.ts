import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import type { FlowConfig } from '../config.ts';
import { readFlowFiles, twiceIn, writeFlowFiles, type FlowNode } from './flow-files.ts';
import { readThemeFlows, withoutThemes } from './theme-flows.ts';

/** Node-RED's storage module. Flows come from files under version control; they change only while somebody authors. */
export interface FlowStorage {
  init(): Promise<void>;
  getFlows(): Promise<FlowNode[]>;
  saveFlows(flows: readonly FlowNode[]): Promise<void>;
  getCredentials(): Promise<object>;
  saveCredentials(credentials: object): Promise<void>;
  getSettings(): Promise<object>;
  saveSettings(settings: object): Promise<void>;
  getSessions(): Promise<object>;
  saveSessions(sessions: object): Promise<void>;
  getLibraryEntry(): Promise<never>;
  saveLibraryEntry(): Promise<never>;
}

type StorageConfig = Pick<FlowConfig, 'flows' | 'themes' | 'home' | 'editor'>;

/**
 * The flows of the themes and those of the folder, as they run together.
 *
 * @throws KoppelError `config.invalid` with a sentence per fault.
 */
export async function readAllFlows({ flows, themes }: Pick<StorageConfig, 'flows' | 'themes'>): Promise<FlowNode[]> {
  const nodes = [...(await readThemeFlows(themes)), ...(await readFlowFiles(flows))];
  const twice = twiceIn(nodes);
  if (twice.length > 0) throw new KoppelError('config.invalid', twice.join('\n'));
  return nodes;
}

export function createFlowStorage({ flows: folder, themes, home, editor }: StorageConfig): FlowStorage {
  const credentialsFile = join(home, 'flow-credentials.json');
  // Settings and sessions of the editor last as long as the process.
  let settings: object = {};
  let sessions: object = {};
  const refuseUnlessAuthoring = () => {
    if (editor !== 'author') throw readOnly();
  };
  return {
    init: async () => undefined,
    getFlows: () => readAllFlows({ flows: folder, themes }),
    saveFlows: async (nodes) => {
      refuseUnlessAuthoring();
      await writeFlowFiles(folder, withoutThemes(nodes, await readThemeFlows(themes)));
    },
    getCredentials: () => readCredentials(credentialsFile),
    saveCredentials: async (credentials) => {
      refuseUnlessAuthoring();
      await writeFile(`${credentialsFile}.new`, JSON.stringify(credentials), { mode: 0o600, flush: true });
      await rename(`${credentialsFile}.new`, credentialsFile);
    },
    getSettings: async () => settings,
    saveSettings: async (changed) => {
      settings = changed;
    },
    getSessions: async () => sessions,
    saveSessions: async (changed) => {
      sessions = changed;
    },
    getLibraryEntry: async () => {
      throw new KoppelError('resource.not-found', 'This runtime keeps no library');
    },
    saveLibraryEntry: async () => {
      throw readOnly();
    },
  };
}

const readOnly = (): KoppelError =>
  new KoppelError(
    'request.method-not-allowed',
    'The flows of this runtime are read-only; change them where they are authored',
  );

/** Node-RED encrypted them; without a file there are none. */
async function readCredentials(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw new KoppelError('config.invalid', `The file ${file} cannot be read`, { cause: error });
  });
  return JSON.parse(text) as object;
}
