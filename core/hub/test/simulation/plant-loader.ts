import { registerHooks, type LoadFnOutput } from 'node:module';
import { sep } from 'node:path';
import type { PlantedBug } from './planted-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

const planted = /[?]plant=(\d+)$/;
/** The code under test and everything of the simulation that leads to it. */
const isOurs = /[/]core[/](?:hub|ledger)[/][^?]*[.]ts$/;

/** How often each bug was put in its place. */
export const plantings = new Map<string, number>();

/** From now on a module loaded as `….ts?plant=3`, and everything it loads of hub and ledger, is loaded anew, with that bug in it. */
export function plantWhenLoading(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const [mark] = planted.exec(context.parentURL ?? '') ?? [];
      return mark !== undefined && isOurs.test(resolved.url) ? { ...resolved, url: resolved.url + mark } : resolved;
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const bug = plantedBugs[Number(planted.exec(url)?.[1] ?? -1)];
      const isItsFile = bug && url.replace(planted, '').endsWith(`/core/${bug.file.replaceAll(sep, '/')}`);
      return isItsFile ? { ...loaded, source: plant(bug, textOf(loaded.source)) } : loaded;
    },
  });
}

const textOf = (source: LoadFnOutput['source']): string =>
  typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString();

/** @throws when the text is not there exactly once: then the source has moved on and the bug has to follow. */
function plant({ name, text, instead }: PlantedBug, source: string): string {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`no place for "${name}"`);
  plantings.set(name, (plantings.get(name) ?? 0) + 1);
  return before + instead + after;
}
