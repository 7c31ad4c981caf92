import { defineAdapter } from '@koppel/contract';
import { HttpSource, logQuestions } from '@koppel/http-source';
import { MunicipalityConfig } from './config.schema.ts';
import { findPermits, findPermitsHandler } from './permits/find-permits.ts';
import { PermitsDatabase } from './permits/permits-database.ts';
import { ReadOnlyDatabase } from './permits/read-only-database.ts';
import { findResidents, findResidentsHandler } from './persons/find-residents.ts';
import { getResident, getResidentHandler } from './persons/get-resident.ts';
import { PersonsRegister } from './persons/persons-register.ts';
import { concernRaised } from './reports/concern-raised.ts';
import { watchReports } from './reports/watch-reports.ts';

const effect = 'idempotent';
const secrets = { apiKey: 'brp-api-key', password: 'database-password' } as const;

/** Residents from the register of persons, premises and permits from the municipality's own database. */
export const adapter = defineAdapter({
  manifest: {
    id: 'municipality',
    version: '1.1.0',
    contract: '^1.0.0',
    title: { nl: 'Gemeente', en: 'Municipality' },
    description: {
      nl: 'Bewoners uit de basisregistratie personen; panden en vergunningen uit de eigen database van de gemeente; meldingen van medewerkers.',
      en: 'Residents from the register of persons; premises and permits from the municipality’s own database; reports of employees.',
    },
    operations: [findResidents, getResident, findPermits],
    events: [concernRaised],
    secrets: Object.values(secrets),
    egress: ['brpUrl', 'database.host', 'reports.url'],
    healthIntervalMs: 10_000,
    rate: { perSecond: 100, retryAfterMs: 1_000 },
    effect,
    lifecycle: 'supported',
  },
  config: MunicipalityConfig,
  start: async (config, host) => {
    const apiKey = host.secret(secrets.apiKey);
    const source = new HttpSource({ url: config.brpUrl, effect });
    const register = new PersonsRegister(source, apiKey);
    const database = new ReadOnlyDatabase(config.database, host.secret(secrets.password));
    const permits = new PermitsDatabase(database);
    const handlers = [findResidentsHandler(register), getResidentHandler(register), findPermitsHandler(permits)];
    const stopWatching = config.reports ? watchReports(config.reports, { apiKey, host }) : async () => undefined;
    return {
      handlers: logQuestions(handlers, host.log),
      checkHealth: async () => void (await Promise.all([register.checkHealth(), permits.checkHealth()])),
      stop: async () => void (await Promise.all([stopWatching(), source.close(), database.close()])),
    };
  },
});
