import type { FlowLink } from '@koppel/flow-nodes';
import type { FlowConfig } from '../config.ts';
import type { FlowStorage } from '../storage/flow-storage.ts';
import type { LogHandler } from './flow-log.ts';
import { authorCoreNodes, koppelPalette, safeCoreNodes } from './safe-nodes.ts';

export interface SettingsParts {
  readonly config: FlowConfig;
  readonly link: FlowLink;
  readonly storage: FlowStorage;
  readonly logHandler: LogHandler;
  readonly credentialSecret: string;
  /** Node-RED's own `adminAuth`; used when the editor is on. */
  readonly adminAuth: object | undefined;
}

export const maxBodyBytes = 1024 * 1024;

/** Path under which the `http in` nodes of the flows are reached. */
export const hooksRoot = '/hooks';

const functionTimeoutSeconds = 5;
const nothing = { allowInstall: false, allowUpload: false, allowUpdate: false };

/** Node-RED's settings with every door shut that a flow runtime does not need. */
export function lockedSettings(parts: SettingsParts): object {
  const { config, link, storage, logHandler, credentialSecret } = parts;
  return {
    koppel: link,
    storageModule: storage,
    credentialSecret,
    lang: config.language,
    logging: { koppel: { level: 'info', metrics: false, audit: config.editor !== 'off', handler: () => logHandler } },
    httpNodeRoot: hooksRoot,
    httpStatic: false,
    // A hash of an answer is a trace of personal data in the caller's caches.
    httpServerOptions: { etag: false },
    apiMaxLength: maxBodyBytes,
    nodesIncludes: [
      ...safeCoreNodes,
      ...(config.editor === 'author' ? authorCoreNodes : []),
      ...config.nodes,
      koppelPalette.folder,
    ],
    functionExternalModules: false,
    functionTimeout: functionTimeoutSeconds,
    globalFunctionTimeout: functionTimeoutSeconds,
    functionGlobalContext: {},
    externalModules: {
      autoInstall: false,
      palette: { ...nothing, allowList: [koppelPalette.package], denyList: ['*'] },
      modules: { ...nothing, allowList: [], denyList: ['*'] },
    },
    // A flow's memory ends with its process: what matters is in the hub.
    contextStorage: { default: { module: 'memory' } },
    exportGlobalContextKeys: false,
    nodeMessageBufferMaxLength: 1000,
    nodeCloseTimeout: 10_000,
    diagnostics: { enabled: false, ui: false },
    runtimeState: { enabled: false, ui: false },
    telemetry: { enabled: false, updateNotification: false },
    ...(config.editor === 'off' ? { httpAdminRoot: false, disableEditor: true } : editorSettings(parts)),
  };
}

function editorSettings({ adminAuth }: SettingsParts): object {
  return {
    httpAdminRoot: '/',
    adminAuth,
    editorTheme: {
      page: { title: 'Koppel flows' },
      header: { title: 'Koppel flows' },
      palette: { editable: false, catalogues: [] },
      projects: { enabled: false },
      multiplayer: { enabled: false },
      tours: false,
      codeEditor: { lib: 'monaco' },
    },
  };
}
