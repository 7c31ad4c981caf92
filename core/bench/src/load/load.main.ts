import { generateLoad } from './generate-load.ts';
import type { LoadOrder } from './order.ts';

/** The load generator's process: one order at a time over the channel to its parent, with which it ends. */
process.on('message', (order: LoadOrder) => {
  generateLoad(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
