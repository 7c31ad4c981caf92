import { parseCheckpoint, readGap } from '@koppel/ledger';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import { formatTable } from '../table.ts';

export interface WitnessOptions {
  readonly dir?: string;
}

const local = () => import('@koppel/local');

function folderOf({ dir }: WitnessOptions, { surroundings }: Context): string {
  const folder = dir ?? surroundings.env['KOPPEL_WITNESS_DIR'];
  if (folder === undefined)
    throw new UsageError('Say where the witness keeps its folder: --dir or KOPPEL_WITNESS_DIR.');
  return folder;
}

export async function showWitnessKey(context: Context, options: WitnessOptions & { as?: string }): Promise<void> {
  const [oin, client] = options.as?.split('/') ?? [];
  const address = oin !== undefined && client !== undefined ? { oin, client } : undefined;
  const vkey = await (await local()).witnessKey(folderOf(options, context), address);
  if (vkey === undefined) throw new UsageError('There is no key in this folder; make one with --as <oin>/<client>.');
  context.print({ vkey }, () => vkey);
}

export async function trustKey(context: Context, vkey: string, options: WitnessOptions): Promise<void> {
  const isNew = await (await local()).trustLog(folderOf(options, context), vkey);
  context.print({ vkey, isNew }, () => (isNew ? 'The witness goes along with this log.' : 'It did so already.'));
}

export async function showWitnessStatus(context: Context, options: WitnessOptions): Promise<void> {
  const status = await (await local()).readWitnessStatus(folderOf(options, context));
  context.print(status, () => {
    const rows = status.logs.map(({ origin, size, at, gaps }) => [origin, String(size), at, String(gaps)]);
    const logs =
      rows.length === 0 ? 'Nothing was countersigned yet.' : formatTable(['LOG', 'ENTRIES', 'SINCE', 'GAPS'], rows);
    const evidence =
      status.evidence > 0 ? [context.paint('red', `${status.evidence} contradictions: koppel witness evidence`)] : [];
    const waiting = status.waiting > 0 ? [`${status.waiting} gaps wait for you: koppel witness accept-gap`] : [];
    return [`Key ${status.vkey ?? 'none yet'}`, logs, ...evidence, ...waiting].join('\n');
  });
}

export async function showEvidence(context: Context, options: WitnessOptions): Promise<void> {
  const evidence = await (await local()).listWitnessEvidence(folderOf(options, context));
  context.print({ evidence }, () => {
    if (evidence.length === 0) return 'No log contradicted itself before this witness.';
    const rows = evidence.map(({ at, origin, refusal, held, offered }) => [
      at,
      origin,
      refusal,
      sizeOf(held),
      sizeOf(offered.checkpoint),
    ]);
    const table = formatTable(['AT', 'LOG', 'WHY', 'HELD', 'OFFERED'], rows);
    return `${table}\nBoth notes, as the log signed them, are in the output of --json; anybody with the log's key can check them.`;
  });
}

export async function acceptWaitingGaps(context: Context, options: WitnessOptions): Promise<void> {
  const folder = folderOf(options, context);
  const { listWaitingGaps, acceptGap } = await local();
  const gaps = await listWaitingGaps(folder);
  for (const gap of gaps) {
    const { from, to } = readGap(gap.entry) ?? {};
    await context.confirm(
      `${gap.origin} says in its entry ${gap.index} that it lost the entries ${from} to ${Number(to) - 1}, which this witness countersigned. Let it go on?`,
    );
    await acceptGap(folder, gap);
  }
  const accepted = gaps.map(({ origin, index, entry }) => ({ origin, index, gap: readGap(entry) }));
  context.print({ accepted }, () =>
    gaps.length === 0 ? 'No gap waits here.' : `${gaps.length} accepted; the witness goes on when the hub asks next.`,
  );
}

const sizeOf = (note: string): string => String(parseCheckpoint(note)?.size ?? '');
