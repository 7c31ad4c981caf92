import { KoppelError } from '@koppel/contract';
import { Errors, type ServiceBroker } from 'moleculer';
import type { ActionName, ParamsOf, ResultOf } from './actions.ts';

interface NodeCall<Name extends ActionName> {
  readonly action: Name;
  readonly params: ParamsOf<Name>;
  readonly withinMs: number;
}

/** The nodes on which an action can be called now, this one among them. */
export function nodesOffering({ registry }: ServiceBroker, action: ActionName): readonly string[] {
  const offers = registry.actions.get(action)?.endpoints ?? [];
  return offers.filter(({ isAvailable }) => isAvailable).map(({ id }) => id);
}

/** Calls an action on one certain node. @throws KoppelError `hub.unavailable` when the call certainly did not leave. */
export async function callNode<Name extends ActionName>(
  broker: ServiceBroker,
  nodeID: string,
  { action, params, withinMs }: NodeCall<Name>,
): Promise<ResultOf<Name>> {
  try {
    return await broker.call<ResultOf<Name>, ParamsOf<Name>>(action, params, { nodeID, timeout: withinMs });
  } catch (cause) {
    throw wasNotSent(cause) ? new KoppelError('hub.unavailable', undefined, { cause }) : cause;
  }
}

const wasNotSent = (error: unknown): boolean =>
  error instanceof Errors.ServiceNotFoundError || error instanceof Errors.ServiceNotAvailableError;
