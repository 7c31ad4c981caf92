import { writeFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import type { ModelRecord } from '../model-version.ts';
import { formatTable } from '../table.ts';

/** Where a version stands; what it says goes into a file, where it can be changed and drafted anew. */
export async function showModel(context: Context, id: string, out: string | undefined): Promise<void> {
  const record = await (await context.hub()).get<ModelRecord>(`/v1/models/${id}`);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(record.document, null, 2)}\n`);
  context.print(record, () => formatTable(['WHAT', 'IS'], factsOf(record)));
}

function factsOf({ drafted, proposed, decision, application, ...version }: ModelRecord): string[][] {
  return [
    ['model', `${version.model} ${version.version}`],
    ['theme', version.theme],
    ['collaboration', version.collaboration],
    ['status', version.status],
    ['digest', version.digest],
    ['drafted', `${drafted.at} by ${drafted.person} of ${drafted.oin}`],
    ...(proposed ? [['proposed', `${proposed.at} by ${proposed.person} of ${proposed.oin}`]] : []),
    ...(decision
      ? [[decision.outcome, `${decision.at} by ${decision.person} of ${decision.oin}: ${decision.reasons}`]]
      : []),
    ...(application ? [['in force from', `${application.from}: ${application.reasons}`]] : []),
  ];
}
