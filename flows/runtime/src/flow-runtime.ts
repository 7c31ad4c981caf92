import type { Server } from 'node:http';
import { join } from 'node:path';
import { KoppelError, type Log } from '@koppel/contract';
import type { FlowLink } from '@koppel/flow-nodes';
import RED from 'node-red';
import type { FlowConfig } from './config.ts';
import { createEditorServer, EditorAccess, type SignOn } from './editor/editor-server.ts';
import { createHookServer } from './hooks/hook-server.ts';
import { closeServer, listen } from './hooks/listen.ts';
import { createFlowLog } from './node-red/flow-log.ts';
import { lockedSettings } from './node-red/settings.ts';
import { readOrCreateSecret } from './secret-file.ts';
import { createFlowStorage, readAllFlows } from './storage/flow-storage.ts';

export interface FlowRuntimeOptions {
  readonly config: FlowConfig;
  readonly link: FlowLink;
  readonly log: Log;
  /** Lets whoever is signed on elsewhere into the editor. */
  readonly signOn?: SignOn;
}

export interface FlowRuntime {
  /** Where the hooks are: `<url>/hooks/…`. */
  readonly url: string;
  readonly editorUrl: string | undefined;
  /** Takes no more requests, finishes those in flight within 10 s and stops the flows. */
  stop(): Promise<void>;
}

const graceMs = 10_000;

/**
 * Starts Node-RED in this process, locked down. Node-RED keeps its state in modules, so a process has one runtime,
 * once.
 *
 * @throws KoppelError `config.invalid` with a sentence per fault in flows, files or ports.
 */
export async function startFlowRuntime(options: FlowRuntimeOptions): Promise<FlowRuntime> {
  const { config, link } = options;
  const editor = config.editor === 'off' ? undefined : await createEditor(options);
  await startFlows(options, editor);
  const hooks = createHookServer({
    token: await readOrCreateSecret(config.tokenFile),
    requestsPerSecond: config.requestsPerSecond,
    flows: RED.httpNode,
    isReady: () => link.connected,
  });
  return {
    url: await listen(hooks, config.httpHost, config.httpPort),
    editorUrl: editor && (await listen(editor.server, '127.0.0.1', config.editorPort)),
    stop: async () => {
      await closeServer(hooks, graceMs);
      await RED.stop();
      if (editor) await closeServer(editor.server, 0);
    },
  };
}

interface Editor {
  readonly access: EditorAccess;
  readonly server: Server;
}

async function createEditor({ config, signOn }: FlowRuntimeOptions): Promise<Editor> {
  const token = await readOrCreateSecret(join(config.home, 'editor-token'));
  const access = new EditorAccess({ token, mayChange: config.editor === 'author', signOn });
  return { access, server: createEditorServer(access, () => RED.httpAdmin) };
}

async function startFlows({ config, link, log }: FlowRuntimeOptions, editor: Editor | undefined): Promise<void> {
  // Read here as well, because Node-RED keeps silent about a storage that fails.
  await readAllFlows(config);
  const settings = lockedSettings({
    config,
    link,
    storage: createFlowStorage(config),
    logHandler: createFlowLog(log),
    credentialSecret: await readOrCreateSecret(join(config.home, 'credential-secret')),
    adminAuth: editor?.access.adminAuth,
  });
  const outcome = flowsOutcome();
  RED.init(editor?.server, settings);
  await RED.start();
  const reason = await outcome;
  // An author may repair what keeps the flows from starting.
  if (reason !== undefined && config.editor !== 'author') throw new KoppelError('config.invalid', reason);
}

interface RuntimeEvent {
  readonly id: string;
  readonly payload?: {
    readonly error?: string;
    readonly types?: readonly string[];
    readonly modules?: readonly { readonly module: string }[];
  };
}

/** Undefined once the flows run, else a sentence on why they do not; Node-RED itself would only wait. */
function flowsOutcome(): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  RED.events.once('flows:started', () => resolve(undefined));
  RED.events.on('runtime-event', ({ id, payload }: RuntimeEvent) => {
    if (id === 'runtime-state' && payload?.error !== undefined) resolve(refusalOf(payload));
  });
  return promise;
}

function refusalOf({ error, types = [], modules = [] }: NonNullable<RuntimeEvent['payload']>): string {
  return [
    ...types.map((type) => `A flow uses the node "${type}", which this runtime does not load`),
    ...modules.map(({ module }) => `A function asks for the module "${module}"; functions load no modules`),
    ...(types.length + modules.length === 0 ? [`The flows do not start: ${error}`] : []),
  ].join('\n');
}
