import type { Ground } from '../platform/ground.ts';
import { callNode, nodesOffering } from '../platform/fellow-nodes.ts';
import type { FellowWriters } from './shared-log.ts';

const probeWithinMs = 1000;
/** A node that is gone without a word is noticed by this; entries that were on their way to it may be in the log. */
const writeWithinMs = 2000;

/** The nodes of the broker on which the room of the ledger runs. */
export const fellowWriters = ({ broker }: Pick<Ground, 'broker'>): FellowWriters => ({
  own: broker.nodeID,
  list: () => nodesOffering(broker, 'ledger.write'),
  probe: (node) => callNode(broker, node, { action: 'ledger.head', params: {}, withinMs: probeWithinMs }),
  write: (node, entries) =>
    callNode(broker, node, { action: 'ledger.write', params: { entries }, withinMs: writeWithinMs }),
});
