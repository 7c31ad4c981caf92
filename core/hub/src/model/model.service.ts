import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { Drafts } from './drafts.ts';
import type { ModelReader } from './model-reader.ts';
import type { ModelStore } from './model.store.ts';
import type { Models } from './models.ts';

interface ModelRoom {
  readonly store: ModelStore;
  readonly reader: ModelReader;
  readonly models: Models;
  readonly drafts: Drafts;
}

/** Reference models as a room. */
export function createModelService({ store, reader, models, drafts }: ModelRoom): ServiceSchema {
  return {
    name: 'model',
    actions: {
      find: ({ params }: Context<ParamsOf<'model.find'>>) => reader.find(params.id),
      findInForce: ({ params }: Context<ParamsOf<'model.findInForce'>>) => reader.findInForce(params),
      knowsRole: ({ params }: Context<ParamsOf<'model.knowsRole'>>) => store.knowsRole(params),
      draft: ({ params }: Context<ParamsOf<'model.draft'>>) => drafts.draft(params),
      list: ({ params }: Context<ParamsOf<'model.list'>>) => models.list(params),
      get: ({ params }: Context<ParamsOf<'model.get'>>) => models.get(params.caller, params.id),
      propose: ({ params }: Context<ParamsOf<'model.propose'>>) => models.propose(params),
      decide: ({ params }: Context<ParamsOf<'model.decide'>>) => models.decide(params),
      apply: ({ params }: Context<ParamsOf<'model.apply'>>) => models.apply(params),
      check: ({ params }: Context<ParamsOf<'model.check'>>) => models.check(params),
      listThemes: ({ params }: Context<ParamsOf<'model.listThemes'>>) => drafts.listThemes(params.caller),
    },
  };
}
