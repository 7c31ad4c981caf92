import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { ActionMap } from '../cases.service.ts';
import { ItemStore } from '../item/item.store.ts';
import { InformationRequests } from './information-requests.ts';
import { Outcomes } from './outcomes.ts';

export function createRequestActions(tools: ProcessTools): ActionMap {
  const requests = new InformationRequests(tools, new Outcomes(tools, new ItemStore()));
  return {
    ask: ({ params }: Context<ParamsOf<'cases.ask'>>) => requests.ask(params),
    listInformationRequests: ({ params }: Context<ParamsOf<'cases.listInformationRequests'>>) => requests.list(params),
    getInformationRequest: ({ params }: Context<ParamsOf<'cases.getInformationRequest'>>) => requests.get(params),
  };
}
