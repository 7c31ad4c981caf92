import { defineAdapter } from '@koppel/contract';
import { HttpSource, logQuestions } from '@koppel/http-source';
import { AnswerReader } from './answer-reader.ts';
import { PoliceConfig } from './config.schema.ts';
import { findIncidents, findIncidentsHandler } from './find-incidents.ts';
import { findPersonIncidents, findPersonIncidentsHandler } from './find-person-incidents.ts';
import { IncidentsService } from './incidents-service.ts';

const effect = 'idempotent';
const passwordSecret = 'password';
/** XML says the same in twice the room. */
const maxReplyBytes = 2 * 1024 * 1024;

/** Incidents of the police, over SOAP: in full, or hit and no hit only. */
export const adapter = defineAdapter({
  manifest: {
    id: 'police',
    version: '1.0.0',
    contract: '^1.0.0',
    title: { nl: 'Politie', en: 'Police' },
    description: {
      nl: 'Voorvallen op een adres of van een persoon, met de rol van de betrokkenen; of alleen of die er zijn.',
      en: 'Incidents at an address or of a person, with the roles of those involved; or only whether there are any.',
    },
    operations: [findIncidents, findPersonIncidents],
    events: [],
    secrets: [passwordSecret],
    egress: ['url'],
    healthIntervalMs: 10_000,
    rate: { perSecond: 50, retryAfterMs: 1_000 },
    effect,
    lifecycle: 'supported',
  },
  config: PoliceConfig,
  start: async ({ url, username }, host) => {
    const source = new HttpSource({ url, effect, maxReplyBytes });
    const reader = new AnswerReader();
    const service = new IncidentsService(source, reader, { username, password: host.secret(passwordSecret) });
    return {
      handlers: logQuestions([findIncidentsHandler(service), findPersonIncidentsHandler(service)], host.log),
      checkHealth: () => service.checkHealth(),
      stop: async () => {
        await source.close();
        reader.close();
      },
    };
  },
});
