import {
  compileSchema,
  EventMessage,
  KoppelError,
  underPath,
  type EventDescription,
  type Fault,
  type Validator,
} from '@koppel/contract';
import type { Call } from '../platform/actions.ts';
import type { Address } from './adapters.ts';
import type { AdapterRegistry } from './registry.ts';

const envelope = compileSchema(EventMessage);
/** Compiled once per description; a manifest that is registered anew brings new descriptions. */
const payloads = new WeakMap<EventDescription, Validator>();

/**
 * Hands on what happened at a partner's source, when the partner's adapter said in its manifest that it would tell.
 *
 * @throws KoppelError `request.invalid` with every fault; then nothing is kept.
 */
export async function eventFromLink(
  { from, body }: { readonly from: Address; readonly body: unknown },
  { call, registry }: { readonly call: Call; readonly registry: AdapterRegistry },
): Promise<void> {
  requireSound(envelope.faultsOf(body));
  const event = body as EventMessage;
  requireSound(payloadFaults(event, registry.manifestOf(from)?.events ?? []));
  const { id, type, payload, body: meantFor } = event;
  await call('cases.takeInSignal', { ...from, id, type, payload, ...(meantFor ? { body: meantFor } : {}) });
}

function payloadFaults({ type, version, payload }: EventMessage, events: readonly EventDescription[]): Fault[] {
  const description = events.find((event) => event.type === type && event.version === version);
  if (!description) return [{ path: '/type', message: 'is not in the manifest of this adapter, in this version' }];
  return underPath('/payload', validatorOf(description).faultsOf(payload));
}

function validatorOf(description: EventDescription): Validator {
  const validator = payloads.get(description) ?? compileSchema(description.schema);
  payloads.set(description, validator);
  return validator;
}

function requireSound(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
}
