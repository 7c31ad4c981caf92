import Fastify, { type FastifyInstance } from 'fastify';
import { isSameSecret, parseBearer } from './credentials.ts';
import { faultSettingsSchema, type Faults, type FaultSettings } from './faults.ts';
import { Refusal, sendProblem, strictSchemas } from './refusal.ts';

/** The control surface listens on loopback only, on a port of its own, and wants this bearer token. */
export interface ControlOptions {
  readonly token: string;
  /** Default 0: any free port. */
  readonly port?: number;
}

/** What the control surface can do to a source besides setting faults, by name. */
export type ControlActions = Readonly<Record<string, () => void>>;

/** The surface through which a test in another process makes a source misbehave; never part of the source's own interface. */
export function createControl(token: string, faults: Faults, actions: ControlActions = {}): FastifyInstance {
  const app = Fastify({ bodyLimit: 4096, forceCloseConnections: true, ajv: strictSchemas });
  app.setErrorHandler(sendProblem);
  app.addHook('onRequest', async (request) => {
    if (!isSameSecret(parseBearer(request.headers.authorization), token)) throw new Refusal(401, 'unauthenticated');
  });
  app.get('/__control/faults', () => faults.settings);
  app.put<{ Body: FaultSettings }>('/__control/faults', { schema: { body: faultSettingsSchema } }, async (request) => {
    faults.set(request.body);
    return faults.settings;
  });
  app.delete('/__control/faults', async () => {
    faults.clear();
    return faults.settings;
  });
  app.post<{ Params: { name: string } }>('/__control/actions/:name', async ({ params }, reply) => {
    const action = Object.hasOwn(actions, params.name) ? actions[params.name] : undefined;
    if (!action) throw new Refusal(404, 'no-such-action');
    action();
    return reply.code(204).send();
  });
  return app;
}
