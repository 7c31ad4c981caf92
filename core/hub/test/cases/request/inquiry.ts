import type { AgreementDraft } from '@koppel/contract';
import type { ReferenceModel } from '@koppel/process';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { OpenedItem } from '../../../src/platform/item.schema.ts';
import type { JsonObject } from '../../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { defaultModel } from '../../default-model.ts';
import type { PersonName } from '../../process-people.ts';
import type { ProcessRegion } from '../../process-region.ts';
import { reasons, Story } from '../story.ts';

const granted: Partial<AgreementDraft> = { grantedFields: ['residents[].familyName'] };

/** A case of the police in which they ask the municipality who lives somewhere. */
export class Inquiry {
  readonly region: ProcessRegion;
  readonly root: RootView;

  private constructor(region: ProcessRegion, root: RootView) {
    this.region = region;
    this.root = root;
  }

  static async open(region: ProcessRegion): Promise<Inquiry> {
    const story = new Story(region);
    const signal = await story.accepted({}, 'detective');
    return new Inquiry(region, await story.open([signal.id]));
  }

  /** Both sign; in force from now on, and nothing may be passed on unless a test says so. */
  async agree(change: Partial<AgreementDraft> = {}): Promise<string> {
    const { agreement } = await this.region.region.agree({ ...granted, validity: this.#aMonth(), ...change });
    return agreement.id;
  }

  #aMonth(): AgreementDraft['validity'] {
    const now = this.region.clock.now();
    const at = (days: number): string => new Date(now + days * 86_400_000).toISOString();
    return { from: at(-1), until: at(30) };
  }

  ask(agreement: string, change: object = {}, headers: Record<string, string> = {}): Promise<ProcessRecord> {
    const body = { need: 'residents', agreement, reasons, request: { bsn: '999990019' }, ...change };
    return this.region.as('detective').post(`/v1/cases/${this.root.id}/information-requests`, body, headers);
  }

  join(oin: string): Promise<RootView> {
    return this.region.as('coordinator').post(`/v1/cases/${this.root.id}/participants`, { oin, reasons });
  }

  read(item: string, by: PersonName = 'detective'): Promise<OpenedItem> {
    return this.region.as(by).get(`/v1/items/${item}`);
  }
}

/** What is recorded of how a question ended. */
export const outcomeOf = ({ content }: ProcessRecord): JsonObject => (content?.['outcome'] ?? {}) as JsonObject;

export const itemOf = (record: ProcessRecord): string => outcomeOf(record)['item'] as string;

/** The default model, with a need in triage that the test's adapter can meet. */
export async function modelWithMatch(): Promise<ReferenceModel> {
  const model = await defaultModel();
  const need = model.informationNeeds.find(({ id }) => id === 'residents');
  if (!need) throw new Error('the default model asks for residents');
  const early = { ...need, id: 'match-residents', mode: 'match' as const };
  const steps = model.process.steps.map((step) =>
    step.id === 'triage-signal' ? { ...step, needs: ['match-residents'] } : step,
  );
  return {
    ...model,
    informationNeeds: [...model.informationNeeds, early],
    process: { ...model.process, steps },
  };
}
