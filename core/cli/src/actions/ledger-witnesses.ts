import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import { formatTable } from '../table.ts';

interface Witness {
  readonly oin: string;
  readonly client: string;
  readonly name: string;
  readonly signedSize: number | null;
  readonly lagSeconds: number;
  readonly isRefusing: boolean;
  readonly lastRefusal: { readonly code: string; readonly at: string } | null;
}

interface Standing {
  readonly vkey: string;
  readonly required: number;
  readonly signed: number;
  readonly isQuorumMet: boolean;
  readonly witnesses: readonly Witness[];
}

const path = '/v1/ledger/witnesses';

export async function listWitnesses(context: Context): Promise<void> {
  const standing = await (await context.hub()).get<Standing>(path);
  context.print(standing, () => {
    const rows = standing.witnesses.map((witness) => [
      witness.name,
      String(witness.signedSize ?? '-'),
      `${Math.round(witness.lagSeconds)} s`,
      witness.isRefusing ? context.paint('red', 'refuses') : 'goes along',
      witness.lastRefusal ? `${witness.lastRefusal.code} at ${witness.lastRefusal.at}` : '',
    ]);
    const quorum = `${standing.signed} of ${standing.required} needed witnesses countersigned lately`;
    const table =
      rows.length === 0
        ? 'Nobody witnesses this log.'
        : formatTable(['WITNESS', 'ENTRIES', 'AGO', 'NOW', 'LAST REFUSAL'], rows);
    return `${table}\n${standing.isQuorumMet ? quorum : context.paint('red', quorum)}\nKey of the log ${standing.vkey}`;
  });
}

export async function addWitness(
  context: Context,
  witness: { readonly oin: string; readonly client: string; readonly vkey: string },
): Promise<void> {
  const added = await (await context.hub()).post<Witness>(path, witness);
  context.print(added, () => `${added.name} is asked to countersign from now on.`);
}

export async function withdrawWitness(
  context: Context,
  { oin, client }: Pick<Witness, 'oin' | 'client'>,
): Promise<void> {
  await context.confirm(`${client} of ${oin} will countersign no more, and the log says so.`);
  const address = `${path}/${encodeURIComponent(oin)}/${encodeURIComponent(client)}`;
  const { body } = await (await context.hub()).send<Witness>({ method: 'DELETE', path: address });
  context.print(body, () => `${client} is asked no more.`);
}

interface Gap {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

export async function recordGap(context: Context, { from, reason }: { from: string; reason: string }): Promise<void> {
  if (!/^[0-9]{1,15}$/.test(from)) throw new UsageError('--from is a number of entries.');
  await context.confirm('The gap will stand in the log for ever.');
  const body = { from: Number(from), reason: `gap.${reason}` };
  const recorded = await (await context.hub()).post<{ gaps: readonly Gap[] }>('/v1/ledger/gaps', body);
  context.print(recorded, () => {
    const lines = recorded.gaps.map(({ index, to }) => `Entry ${index}: the entries ${from} to ${to - 1} are lost.`);
    return [...lines, 'Next, at each witness: koppel witness accept-gap'].join('\n');
  });
}
