import type { PartFacts, ReferenceModel } from '@koppel/process';
import type { ProcessRecord } from './process-record.ts';

/** What a guard of a case looks at in one of its interventions. */
export function interventionFacts(model: ReferenceModel, { state, content }: ProcessRecord): PartFacts {
  const type = model.interventions.find(({ id }) => id === content?.['type']);
  const hasResult = content?.['result'] !== undefined;
  return { state, hasResult, ...(type ? { discipline: type.discipline } : {}) };
}
