import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isSameSecret } from '../source/credentials.ts';
import { registerReports } from '../reports/register-reports.ts';
import { spoilJson } from '../source/garbage.ts';
import type { Inlet } from '../source/inlet.ts';
import { openSource, type RunningSource, type SourceOptions } from '../source/open-source.ts';
import { Refusal, sendProblem } from '../source/refusal.ts';
import { PersonsRegister } from './persons-register.ts';
import { findQueryType, parseQuery, type InvalidParam } from './query.ts';

/** Path of the one operation. */
export const brpPath = '/haalcentraal/api/brp/personen';

export interface BrpOptions extends SourceOptions {
  /** Expected in the `X-API-Key` header. */
  readonly apiKey: string;
  /** For ages; default the system clock. */
  readonly now?: () => Date;
}

/** The municipality's persons register, in the shape of Haal Centraal BRP Personen 2, and beside it its desk for reports. */
export async function startBrp(options: BrpOptions): Promise<RunningSource> {
  return openSource(options, {
    spoil: spoilJson,
    register: (app, inlet) => registerPersonen(app, inlet, options),
  });
}

function registerPersonen(app: FastifyInstance, inlet: Inlet, options: BrpOptions): void {
  const { now = () => new Date() } = options;
  const register = new PersonsRegister(options.population, now);
  const requireKey = async (request: FastifyRequest): Promise<void> => {
    const key = request.headers['x-api-key'];
    if (typeof key === 'string' && isSameSecret(key, options.apiKey)) return;
    throw new Refusal(401, 'authentication', { title: 'Niet correct geauthenticeerd.' });
  };
  app.setErrorHandler(sendProblem);
  registerReports(app, { inlet, requireKey, now });
  app.post(brpPath, { onRequest: requireKey }, async (request, reply) => {
    await inlet.receive(request, reply, findQueryType(request.body) ?? 'unknown');
    const query = parseQuery(request.body);
    if ('invalidParams' in query) throw badParameters(query.invalidParams);
    reply.header('api-version', '2.5.0');
    return { type: query.type, personen: register.answer(query) };
  });
}

function badParameters(invalidParams: readonly InvalidParam[]): Refusal {
  return new Refusal(400, 'paramsValidation', {
    title: 'Een of meerdere parameters zijn niet correct.',
    members: {
      detail: `De foutieve parameter(s) zijn: ${invalidParams.map(({ name }) => name).join(', ')}.`,
      invalidParams,
    },
  });
}
