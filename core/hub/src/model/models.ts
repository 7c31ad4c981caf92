import { KoppelError, type Clock, type Fault } from '@koppel/contract';
import { checkModel } from '@koppel/process';
import type { Call, ParamsOf } from '../platform/actions.ts';
import type { Caller } from '../platform/caller.ts';
import type { ModelHand, ModelRecord, ModelVersion } from '../platform/model-actions.ts';
import type { Page } from '../platform/paging.ts';
import { hasHandIn, obstacleTo, obstacleToPlace, type StepName } from './lifecycle.ts';
import { modelEntry } from './model-entry.ts';
import type { ModelStore } from './model.store.ts';
import { holdsAnyOffice, requirePerson, takeOffice, type Person } from './office.ts';
import { modelApprover, modelEditor, type Office } from '../platform/offices.ts';
import { pageOfVersions, placeOf } from './version-page.ts';

export interface ModelParts {
  readonly store: ModelStore;
  readonly call: Call;
  readonly clock: Clock;
}

/** A step that somebody may take: on what, and in which office. */
interface Entered {
  readonly version: ModelVersion;
  readonly person: Person;
  readonly hand: ModelHand;
}

/**
 * Where the versions of a collaboration's models stand. Every step is a person's, taken in an office that their
 * organisation mandated them to, and in the ledger before it counts.
 */
export class Models {
  readonly #parts: ModelParts;

  constructor(parts: ModelParts) {
    this.#parts = parts;
  }

  async get(caller: Caller, id: string): Promise<ModelRecord> {
    const { store, call, clock } = this.#parts;
    const record = await store.find(id, await collaborationsOf(call, caller), clock.now());
    if (!record) throw new KoppelError('resource.not-found');
    return record;
  }

  async list({ caller, filter, page }: ParamsOf<'model.list'>): Promise<Page<ModelVersion>> {
    const { store, call, clock } = this.#parts;
    const listing = { ...filter, ...placeOf(page), atMs: clock.now() };
    return pageOfVersions(await store.list(await collaborationsOf(call, caller), listing), listing.limit);
  }

  /** Checking a large model is work: the hub does it for people who have something to do with models. */
  async check({ caller, document }: ParamsOf<'model.check'>): Promise<readonly Fault[]> {
    const { oin, person } = requirePerson(caller);
    const mandates = await this.#parts.call('identity.mandatesOf', { oin, person });
    if (!holdsAnyOffice(mandates)) throw new KoppelError('mandate.missing');
    return checkModel(document);
  }

  async propose(asked: ParamsOf<'model.propose'>): Promise<ModelVersion> {
    const entered = await this.#enter('propose', asked, modelEditor);
    const { version, hand } = entered;
    return this.#save('model.proposed', { ...version, status: 'proposed', proposed: hand }, entered);
  }

  /** Four eyes: the accountable body decides on what others wrote. */
  async decide(asked: ParamsOf<'model.decide'>): Promise<ModelVersion> {
    const entered = await this.#enter('decide', asked, modelApprover);
    const { version, person, hand } = entered;
    if (hasHandIn(version, person)) {
      throw new KoppelError('process.four-eyes', 'Who drafted or proposed this version does not decide on it');
    }
    const { outcome, reasons } = asked;
    const decision = { ...hand, outcome, reasons };
    return this.#save(`model.${outcome}`, { ...version, status: outcome, decision }, entered);
  }

  async apply(asked: ParamsOf<'model.apply'>): Promise<ModelVersion> {
    const entered = await this.#enter('apply', asked, modelApprover);
    const { version, hand } = entered;
    const { id, collaboration, theme } = version;
    const from = new Date(asked.from ?? hand.at).toISOString();
    if (from < hand.at) throw pastInstant();
    const obstacle = obstacleToPlace(version, from, await this.#parts.store.listApplied(collaboration, theme, id));
    if (obstacle) throw new KoppelError('model.transition-refused', obstacle);
    const application = { ...hand, from, reasons: asked.reasons };
    const saved = await this.#save('model.applied', { ...version, application }, entered);
    return from === hand.at ? { ...saved, status: 'in-force' } : saved;
  }

  async #enter(step: StepName, { caller, id, revision }: ParamsOf<'model.propose'>, office: Office): Promise<Entered> {
    const person = requirePerson(caller);
    const { document: _document, ...version } = await this.get(person, id);
    const { collaboration, theme } = version;
    const hand = await takeOffice(this.#parts, person, { ...office, collaboration, theme });
    if (revision !== undefined && revision !== version.revision) throw changed(revision, version.revision);
    const obstacle = obstacleTo(step, version);
    if (obstacle) throw new KoppelError('model.transition-refused', obstacle);
    return { version, person, hand };
  }

  async #save(
    type: Parameters<typeof modelEntry>[0],
    next: ModelVersion,
    { version: seen, person, hand }: Entered,
  ): Promise<ModelVersion> {
    const { store, call, clock } = this.#parts;
    const saved = { ...next, changedAt: hand.at, revision: seen.revision + 1 };
    const entry = modelEntry(type, saved, { ...person, role: hand.role });
    const isSaved = await store.update(saved, seen.revision, () => call('ledger.append', { entries: [entry] }));
    if (isSaved) return saved;
    const current = await store.find(seen.id, [seen.collaboration], clock.now());
    throw changed(seen.revision, current?.revision ?? seen.revision);
  }
}

/** Whose models an organisation may see. */
export async function collaborationsOf(call: Call, { oin }: Caller): Promise<readonly string[]> {
  return (await call('identity.findOrganisation', { oin }))?.collaborations ?? [];
}

const changed = (seen: number, current: number): KoppelError =>
  new KoppelError('resource.changed', undefined, { details: { seen, current } });

const pastInstant = (): KoppelError =>
  new KoppelError('request.invalid', undefined, {
    details: { faults: [{ path: '/body/from', message: 'must not be in the past' }] },
  });
