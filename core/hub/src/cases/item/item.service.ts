import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { ItemStore } from './item.store.ts';
import { Items } from './items.ts';
import { Readings } from './readings.ts';

export function createItemActions(tools: ProcessTools): ActionMap {
  const store = new ItemStore();
  const items = new Items(tools, store);
  const readings = new Readings(tools, store);
  return {
    addItem: ({ params }: Context<ParamsOf<'cases.addItem'>>) => items.add(params),
    listItems: ({ params }: Context<ParamsOf<'cases.listItems'>>) => items.list(params),
    getItem: ({ params }: Context<ParamsOf<'cases.getItem'>>) => items.get(params),
    listReadings: ({ params }: Context<ParamsOf<'cases.listReadings'>>) => readings.list(params),
  };
}
