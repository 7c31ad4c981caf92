import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KoppelError } from '@koppel/contract';
import type { FlowConfig } from '../config.ts';
import { readFlowFiles, writeFlowFiles, type FlowNode } from './flow-files.ts';

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

export function createFlowStorage({
  flows: folder,
  home,
  editor,
}: Pick<FlowConfig, 'flows' | 'home' | 'editor'>): FlowStorage {
  const credentialsFile = join(home, 'flow-credentials.json');
  // Settings and sessions of the editor last as long as the process.
  let settings: object = {};
  let sessions: object = {};
  const refuseUnlessAuthoring = () => {
    if (editor !== 'author') throw readOnly();
  };
  return {
    init: async () => undefined,
    getFlows: () => readFlowFiles(folder),
    saveFlows: async (nodes) => {
      refuseUnlessAuthoring();
      await writeFlowFiles(folder, nodes);
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
