import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { KoppelError } from '@koppel/contract';

export type PackageKind = 'adapter' | 'plugin' | 'theme';

interface PackageDocument {
  readonly koppel?: { readonly kind?: unknown };
}

/**
 * Loads a package by name and checks that it says to be what it is used as (`koppel.kind` in its package.json).
 *
 * @throws KoppelError `plugin.failed` that names the package and what is wrong with it.
 */
export async function loadPackage(name: string, kind: PackageKind): Promise<Record<string, unknown>> {
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(name);
    checkKind(name, kind, findPackageJSON(pathToFileURL(entry)));
    return await import(pathToFileURL(entry).href);
  } catch (cause) {
    if (cause instanceof KoppelError) throw cause;
    throw new KoppelError('plugin.failed', `Package "${name}" cannot be loaded; is it installed?`, { cause });
  }
}

function checkKind(name: string, kind: PackageKind, documentPath: string | undefined): void {
  const document: PackageDocument = documentPath === undefined ? {} : JSON.parse(readFileSync(documentPath, 'utf8'));
  if (document.koppel?.kind !== kind) {
    throw new KoppelError(
      'plugin.failed',
      `Package "${name}" does not say "koppel": { "kind": "${kind}" } in its package.json`,
    );
  }
}
