import Fastify, { type FastifyInstance } from 'fastify';
import type { Population } from '../population/records.ts';
import { createControl, type ControlActions, type ControlOptions } from './control.ts';
import type { Faults, GarbageKind } from './faults.ts';
import type { Garbage } from './garbage.ts';
import { Inlet } from './inlet.ts';
import { Receipts } from './receipts.ts';
import { Refusal, strictSchemas } from './refusal.ts';

export interface SourceOptions {
  readonly population: Population;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Appended to, one JSON line per question; absent means that no receipts are kept. */
  readonly receiptFile?: string;
  /** Absent means that the source cannot be controlled from another process. */
  readonly control?: ControlOptions;
  /** How long a caller may take to send one request; default 10,000. */
  readonly requestTimeoutMs?: number;
}

export interface RunningSource {
  /** Origin without a trailing slash. */
  readonly url: string;
  /** Origin of the control surface, when there is one. */
  readonly controlUrl: string | undefined;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** What one source adds to the common server. */
export interface SourceDesign {
  readonly register: (app: FastifyInstance, inlet: Inlet) => void;
  readonly spoil: (kind: GarbageKind, body: string) => Garbage;
  readonly actions?: ControlActions;
}

const bodyLimitBytes = 64 * 1024;
const defaultRequestTimeoutMs = 10_000;

/** Starts a source and, when asked, its control surface; when either cannot listen, nothing stays behind. */
export async function openSource(options: SourceOptions, design: SourceDesign): Promise<RunningSource> {
  const { host = '127.0.0.1', port = 0, control: controlOptions } = options;
  const inlet = new Inlet(new Receipts(options.receiptFile));
  const app = createServer(options, inlet, design);
  const control = controlOptions && createControl(controlOptions.token, inlet.faults, design.actions);
  const close = async (): Promise<void> => {
    inlet.faults.close();
    await Promise.all([app.close(), control?.close()]);
    inlet.close();
  };
  try {
    const url = await app.listen({ host, port });
    const controlUrl = await control?.listen({ host: '127.0.0.1', port: controlOptions?.port ?? 0 });
    return { url, controlUrl, faults: inlet.faults, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createServer(options: SourceOptions, inlet: Inlet, { register, spoil }: SourceDesign): FastifyInstance {
  const requestTimeout = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout,
    forceCloseConnections: true,
    // Node swaps the two limits when the one for headers is the longer; its default is a minute.
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.ceil(requestTimeout / 4) },
    ajv: strictSchemas,
  });
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'not-found');
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const kind = inlet.findGarbage(request);
    if (kind === undefined || typeof payload !== 'string') return payload;
    const { contentType, body } = spoil(kind, payload);
    reply.header('content-type', contentType);
    return body;
  });
  app.get('/health', () => ({ status: 'ok' }));
  register(app, inlet);
  return app;
}
