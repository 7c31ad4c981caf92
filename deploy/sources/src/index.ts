export { brpPath, startBrp, type BrpOptions } from './brp/start-brp.ts';
export { seedPermits, type SeedPermitsOptions } from './permits/seed-permits.ts';
export {
  incidentsWsdlUrl,
  incidentsXsdUrl,
  policePath,
  startPolice,
  type PoliceOptions,
} from './police/start-police.ts';
export { isBsn, isTestBsn } from './population/numbers.ts';
export { Random } from './population/random.ts';
export { createPopulation, listResidents, type PopulationOptions } from './population/population.ts';
export type * from './population/records.ts';
export type { ReportDraft } from './reports/report-desk.ts';
export { reportsPath } from './reports/register-reports.ts';
export { story } from './population/story.ts';
export type { Faults, FaultSettings, GarbageKind } from './source/faults.ts';
export { garbageKinds } from './source/faults.ts';
export { garbageMark } from './source/garbage.ts';
export type { RunningSource, SourceOptions } from './source/open-source.ts';
export type { Receipt } from './source/receipts.ts';
export { incomesPath, relationsPath, startTax, type RunningTax, type TaxOptions } from './tax/start-tax.ts';
export { tokenPath } from './tax/token-endpoint.ts';
