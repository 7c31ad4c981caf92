import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

interface OfferedTheme {
  readonly package: string;
  readonly collaboration: string;
  readonly model: { readonly model: string; readonly version: string };
}

/** What can be drafted by the name of a package. */
export async function listThemes(context: Context): Promise<void> {
  const answer = await (await context.hub()).get<{ themes: readonly OfferedTheme[] }>('/v1/themes');
  const rows = answer.themes.map((theme) => [
    theme.package,
    theme.collaboration,
    theme.model.model,
    theme.model.version,
  ]);
  context.print(answer, () => formatTable(['THEME', 'COLLABORATION', 'MODEL', 'VERSION'], rows));
}
