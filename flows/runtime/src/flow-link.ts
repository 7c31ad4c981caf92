import type { FlowLink } from '@koppel/flow-nodes';
import type { LinkClient } from '@koppel/link';

/** The link as flows see it: ask, and whether asking is possible; no credentials, no other verb. */
export function lendLink(client: LinkClient): FlowLink {
  const listeners = new Set<() => void>();
  client.onStatus(() => {
    for (const listener of listeners) listener();
  });
  return {
    get connected() {
      return client.status === 'connected';
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exchange: (request, trace) => client.exchange(request, trace),
  };
}
