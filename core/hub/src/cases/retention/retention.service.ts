import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { ItemStore } from '../item/item.store.ts';
import { previewRetention } from './preview.ts';
import { Retentions } from './retentions.ts';

export function createRetentionActions(tools: ProcessTools): ActionMap {
  const retentions = new Retentions(tools, new ItemStore());
  return {
    extendRetention: ({ params }: Context<ParamsOf<'cases.extendRetention'>>) => retentions.extend(params),
    extendItem: ({ params }: Context<ParamsOf<'cases.extendItem'>>) => retentions.extendItem(params),
    previewRetention: ({ params }: Context<ParamsOf<'cases.previewRetention'>>) => previewRetention(tools, params),
  };
}
