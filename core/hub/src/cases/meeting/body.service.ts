import type { Context } from 'moleculer';
import type { ParamsOf } from '../../platform/actions.ts';
import type { ActionMap } from '../cases.service.ts';
import type { Bodies } from './bodies.ts';

/** What the room answers about bodies. */
export const createBodyActions = (bodies: Bodies): ActionMap => ({
  createBody: ({ params }: Context<ParamsOf<'cases.createBody'>>) => bodies.create(params),
  listBodies: ({ params }: Context<ParamsOf<'cases.listBodies'>>) => bodies.list(params),
  getBody: ({ params }: Context<ParamsOf<'cases.getBody'>>) => bodies.get(params.caller, params.id),
  changeMembers: ({ params }: Context<ParamsOf<'cases.changeMembers'>>) => bodies.changeMembers(params),
  closeBody: ({ params }: Context<ParamsOf<'cases.closeBody'>>) => bodies.close(params),
  findBody: async ({ params }: Context<ParamsOf<'cases.findBody'>>) => (await bodies.find(params.id)) ?? null,
});
