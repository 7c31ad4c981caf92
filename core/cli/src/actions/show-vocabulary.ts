import { toSkos } from '@koppel/process';
import type { Context } from '../context.ts';
import { readModel } from './read-model.ts';

export async function showVocabulary(context: Context, place: string): Promise<void> {
  const skos = toSkos(await readModel(context, place));
  context.print(skos, () => JSON.stringify(skos, null, 2));
}
