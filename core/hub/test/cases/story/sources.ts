import {
  defineAdapter,
  defineHandler,
  defineOperation,
  mark,
  type Adapter,
  type OperationHandler,
} from '@koppel/contract';
import { connectLinkClient, runAdapter } from '@koppel/link';
import { Type } from 'typebox';
import { partnerOins } from '../../process-people.ts';
import type { ProcessRegion } from '../../process-region.ts';

const text = { nl: 'Voorbeeld', en: 'Example' };
const request = Type.Object(
  { bsn: Type.String({ pattern: '^[0-9]{9}$', maxLength: 9 }) },
  { additionalProperties: false },
);
const subjects = [{ path: 'bsn', kind: 'bsn' }] as const;
const closed = { additionalProperties: false } as const;

const described = (name: string, reply: ReturnType<typeof Type.Object>, mode: 'match' | 'content') =>
  defineOperation({
    name,
    version: '1.0.0',
    title: text,
    description: text,
    modes: [mode],
    request,
    reply,
    subjects: [...subjects],
    example: { request: { bsn: '999990019' }, reply: {} },
  });

const incidents = described(
  'police.find-person-incidents',
  Type.Object(
    { count: Type.Optional(Type.Integer(mark({ category: 'incident', subjectRole: 'suspect', secrecy: 'wpg' }))) },
    closed,
  ),
  'match',
);
const income = described(
  'tax.find-income',
  Type.Object(
    { euros: Type.Optional(Type.Integer(mark({ category: 'income', subjectRole: 'any', secrecy: 'awr67' }))) },
    closed,
  ),
  'content',
);

/** The police knows this person, and the tax authority knows of hardly any income. */
const handlers = {
  police: defineHandler(incidents, {
    match: async ({ request: { bsn } }) => ({ hit: true, subjects: [{ kind: 'bsn', value: bsn }] }),
  }),
  tax: defineHandler(income, {
    content: async ({ request: { bsn } }) => ({ content: { euros: 11_200 }, subjects: [{ kind: 'bsn', value: bsn }] }),
  }),
} as const;

const adapterOf = (id: string, handler: OperationHandler): Adapter =>
  defineAdapter({
    manifest: {
      id,
      version: '1.0.0',
      contract: '^1.0.0',
      title: text,
      description: text,
      operations: [handler.operation],
      events: [],
      secrets: [],
      egress: [],
      healthIntervalMs: 5000,
      rate: { perSecond: 50, retryAfterMs: 1000 },
      effect: 'idempotent',
      lifecycle: 'supported',
    },
    config: Type.Object({}, closed),
    start: async () => ({ handlers: [handler], checkHealth: async () => undefined, stop: async () => undefined }),
  });

/** Connects the systems of police and tax authority; that of the municipality is there. Answers how to disconnect them. */
export async function connectSources({ region }: ProcessRegion): Promise<() => Promise<void>> {
  const clients = { police: 'intake', tax: 'fiscal' } as const;
  const running = await Promise.all(
    (['police', 'tax'] as const).map(async (partner) => {
      const address = { oin: partnerOins[partner], client: clients[partner], kind: 'adapter' } as const;
      const credentials = await region.nats.authority.grantLink(address);
      const link = await connectLinkClient({ servers: region.nats.server.url, credentials });
      const adapter = adapterOf(`${partner}-records`, handlers[partner]);
      const started = await runAdapter({ adapter, link, config: {}, log: region.log, findSecret: () => undefined });
      await started.registered;
      return started;
    }),
  );
  return async () => {
    await Promise.all(running.map((adapter) => adapter.stop(1000)));
  };
}
