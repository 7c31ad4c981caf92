import { canonicalDigest, KoppelError, type Fault } from '@koppel/contract';
import { checkModel, type ReferenceModel } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { ParamsOf } from '../platform/actions.ts';
import type { Caller } from '../platform/caller.ts';
import type { ModelHand, ModelVersion, OfferedTheme } from '../platform/model-actions.ts';
import { compareVersions, highestInForce } from './lifecycle.ts';
import { modelEntry } from './model-entry.ts';
import { collaborationsOf, type ModelParts } from './models.ts';
import { requirePerson, takeOffice } from './office.ts';
import { modelEditor } from '../platform/offices.ts';
import type { InstalledTheme } from './themes.store.ts';

type DraftParams = ParamsOf<'model.draft'>;

/** How a version comes into being: only without a fault, and with a number that nobody used. */
export class Drafts {
  readonly #parts: ModelParts;
  readonly #themes: readonly InstalledTheme[];

  constructor(parts: ModelParts, themes: readonly InstalledTheme[]) {
    this.#parts = parts;
    this.#themes = themes;
  }

  async draft({ caller, ...offered }: DraftParams): Promise<ModelVersion> {
    const { store, call } = this.#parts;
    const { collaboration } = offered;
    const person = requirePerson(caller);
    if (!(await collaborationsOf(call, person)).includes(collaboration)) throw new KoppelError('resource.not-found');
    // Checking a model is work, which the hub does for editors; of which theme it is, is known only afterwards.
    await takeOffice(this.#parts, person, { ...modelEditor, collaboration });
    const document = this.#documentOf(offered);
    const hand = await takeOffice(this.#parts, person, { ...modelEditor, collaboration, theme: document.theme });
    await this.#requireHigher(collaboration, document);
    const version = draftOf(collaboration, document, hand);
    const entry = modelEntry('model.drafted', version, { ...person, role: hand.role });
    const isNew = await store.insert({ ...version, document }, () => call('ledger.append', { entries: [entry] }));
    if (isNew) return version;
    throw new KoppelError('resource.exists', `Version ${version.version} of this model exists; give another number`);
  }

  /** What is installed for the collaborations of an organisation. */
  async listThemes(caller: Caller): Promise<readonly OfferedTheme[]> {
    const collaborations = await collaborationsOf(this.#parts.call, caller);
    return this.#themes
      .filter(({ collaboration }) => collaborations.includes(collaboration))
      .map(({ document: _document, ...offered }) => offered);
  }

  #documentOf({ collaboration, document, theme }: Omit<DraftParams, 'caller'>): ReferenceModel {
    if (theme === undefined) return checked(document);
    const offered = this.#themes.find((one) => one.package === theme && one.collaboration === collaboration);
    if (!offered) throw new KoppelError('resource.not-found', 'No such theme is installed for this collaboration');
    return offered.document;
  }

  async #requireHigher(collaboration: string, { id, theme, version }: ReferenceModel): Promise<void> {
    const { store, clock } = this.#parts;
    const applied = await store.listApplied(collaboration, theme, null);
    const highest = highestInForce(id, applied, clock.now());
    if (highest === undefined || compareVersions(version, highest) > 0) return;
    const message = `must be higher than ${highest}, which has been in force; to go back is to draft old content anew`;
    throw invalidModel([{ path: '/version', message }]);
  }
}

/** @throws KoppelError `model.invalid` with every fault. */
function checked(document: unknown): ReferenceModel {
  const faults = checkModel(document);
  if (faults.length > 0) throw invalidModel(faults);
  return document as ReferenceModel;
}

const invalidModel = (faults: readonly Fault[]): KoppelError =>
  new KoppelError('model.invalid', undefined, { details: { faults } });

function draftOf(collaboration: string, document: ReferenceModel, drafted: ModelHand): ModelVersion {
  const { id: model, version, theme, title } = document;
  return {
    id: uuidv7(),
    collaboration,
    model,
    version,
    theme,
    title,
    digest: canonicalDigest(document),
    status: 'draft',
    drafted,
    proposed: null,
    decision: null,
    application: null,
    changedAt: drafted.at,
    revision: 1,
  };
}
