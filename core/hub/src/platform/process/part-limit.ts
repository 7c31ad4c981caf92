import { KoppelError } from '@koppel/contract';
import type { ProcessDesk } from './process-desk.ts';
import type { ProcessRecord } from './process-record.ts';

/** More than anybody works through in one signal or case. */
const maxOpened = 5000;

/** Steps of the model may still bring their tasks when people open nothing more, so that a full case can be ended. */
const maxBrought = 2 * maxOpened;

/** Whoever reads all parts reads so many, which is more than there can be, also when some come at the same moment. */
export const everyPart = 2 * maxBrought;

type Root = Pick<ProcessRecord, 'id' | 'collaboration'>;

/**
 * Guards look at all parts of a case; what they could not see must not be there.
 *
 * @throws KoppelError `case.too-many-parts` when so many more would be too many.
 */
export const requireRoom = (desk: ProcessDesk, root: Root, opened = 1): Promise<void> =>
  requireAtMost(desk, root, { added: opened, most: maxOpened });

/** The same for tasks that a step of the model brings along. */
export const requireRoomForBrought = (desk: ProcessDesk, root: Root, brought: number): Promise<void> =>
  brought === 0 ? Promise.resolve() : requireAtMost(desk, root, { added: brought, most: maxBrought });

async function requireAtMost(
  desk: ProcessDesk,
  { id, collaboration }: Root,
  { added, most }: { added: number; most: number },
): Promise<void> {
  const [row] = await desk.within([collaboration], (manager) =>
    manager.query<{ parts: number }[]>(
      'SELECT count(*)::int AS parts FROM process_stream WHERE root = $1 AND id <> root',
      [id],
    ),
  );
  if ((row?.parts ?? 0) + added > most) throw new KoppelError('case.too-many-parts');
}
