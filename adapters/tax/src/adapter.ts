import { defineAdapter, systemClock } from '@koppel/contract';
import { HttpSource, logQuestions } from '@koppel/http-source';
import { AccessToken } from './access-token.ts';
import { TaxConfig } from './config.schema.ts';
import { findIncome, findIncomeHandler } from './find-income.ts';
import { findPersonRelations, findPersonRelationsHandler } from './find-person-relations.ts';
import { findRelations, findRelationsHandler } from './find-relations.ts';
import { TaxService } from './tax-service.ts';

const effect = 'idempotent';
const clientSecret = 'client-secret';

/** Incomes and business relations of the tax authority; everything that it tells stays under tax secrecy. */
export const adapter = defineAdapter({
  manifest: {
    id: 'tax',
    version: '1.0.0',
    contract: '^1.0.0',
    title: { nl: 'Belastingdienst', en: 'Tax authority' },
    description: {
      nl: 'Inkomens en bedrijfsrelaties, onder de fiscale geheimhoudingsplicht (AWR art. 67).',
      en: 'Incomes and business relations, under tax secrecy (AWR art. 67).',
    },
    operations: [findIncome, findRelations, findPersonRelations],
    events: [],
    secrets: [clientSecret],
    egress: ['url'],
    healthIntervalMs: 10_000,
    rate: { perSecond: 100, retryAfterMs: 1_000 },
    effect,
    lifecycle: 'supported',
  },
  config: TaxConfig,
  start: async ({ url, clientId }, host) => {
    const source = new HttpSource({ url, effect });
    const credentials = { clientId, clientSecret: host.secret(clientSecret) };
    const service = new TaxService(source, new AccessToken(source, credentials, systemClock));
    const handlers = [findIncomeHandler(service), findRelationsHandler(service), findPersonRelationsHandler(service)];
    return {
      handlers: logQuestions(handlers, host.log),
      checkHealth: () => service.checkHealth(),
      stop: () => source.close(),
    };
  },
});
