import type { Context } from '../context.ts';
import type { ModelVersion } from '../model-version.ts';
import { readModelFile } from './read-model.ts';

/** Anything that looks like no file is a theme; its name says nothing else. */
const isFile = (source: string): boolean => source === '-' || /\.(ya?ml|json)$/.test(source);

/** Drafts a file's model, or the one that an installed theme package offers. */
export async function draftModel(context: Context, source: string, collaboration: string): Promise<void> {
  const offered = isFile(source) ? { document: await readModelFile(context, source) } : { theme: source };
  const draft = await (await context.hub()).post<ModelVersion>('/v1/models', { collaboration, ...offered });
  const { id, model, version } = draft;
  context.print(draft, () => `${model} ${version} is drafted. Next: koppel model propose ${id}`);
}
