import { asKoppelError } from '@koppel/contract';
import type { ClientListener } from '@koppel/link';
import { findRefusal } from '../platform/refused-request.ts';
import type { SecurityLog } from '../platform/security-log.ts';

/** A listener whose refusals whoever guards the hub is told of, as of those over HTTP; who asked is certain on the link. */
export function tellRefusals(
  security: Pick<SecurityLog, 'tell'>,
  route: string,
  listener: ClientListener,
): ClientListener {
  return async (message) => {
    try {
      return await listener(message);
    } catch (error) {
      const refusal = findRefusal(asKoppelError(error), { route, caller: message.from });
      if (refusal) security.tell(refusal);
      throw error;
    }
  };
}
