import { readFile } from 'node:fs/promises';
import { canonicalDigest, KoppelError, type Fault, type Theme } from '@koppel/contract';
import { readModelDocument, type ReferenceModel } from '@koppel/process';
import type { HubConfig } from '../platform/config.schema.ts';
import { loadPackage } from '../platform/load-package.ts';
import type { OfferedTheme } from '../platform/model-actions.ts';
import { templateFaults } from './agreement-template.ts';

/** A theme with the model itself. */
export interface InstalledTheme extends OfferedTheme {
  readonly document: ReferenceModel;
}

type ConfiguredTheme = NonNullable<HubConfig['themes']>[number];

/**
 * Reads the configured theme packages.
 *
 * @throws KoppelError `plugin.failed` that lists every fault of every theme; the hub does not start on half a model.
 */
export async function loadThemes(configured: readonly ConfiguredTheme[]): Promise<InstalledTheme[]> {
  const themes: InstalledTheme[] = [];
  const faults: Fault[] = [];
  for (const place of configured) {
    const found = await readTheme(await loadTheme(place.package));
    if ('faults' in found)
      faults.push(...found.faults.map((fault) => ({ ...fault, path: place.package + fault.path })));
    else themes.push({ ...place, ...found });
  }
  if (faults.length === 0) return themes;
  const lines = faults.map(({ path, message }) => `  ${path} ${message}`).join('\n');
  throw new KoppelError('plugin.failed', `Themes have faults:\n${lines}`, { details: { faults } });
}

async function loadTheme(name: string): Promise<Theme> {
  const { theme } = await loadPackage(name, 'theme');
  if (isTheme(theme)) return theme;
  throw new KoppelError('plugin.failed', `Package "${name}" does not export a theme named "theme"`);
}

const isTheme = (value: unknown): value is Theme =>
  typeof value === 'object' &&
  value !== null &&
  'modelFile' in value &&
  value.modelFile instanceof URL &&
  'agreementTemplates' in value &&
  Array.isArray(value.agreementTemplates);

async function readText(file: URL): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new KoppelError('plugin.failed', `The model of a theme cannot be read from ${file.href}`, { cause });
  }
}

type ReadTheme = Omit<InstalledTheme, 'package' | 'collaboration'> | { readonly faults: readonly Fault[] };

async function readTheme({ modelFile, agreementTemplates }: Theme): Promise<ReadTheme> {
  const { model: document, faults } = readModelDocument(await readText(modelFile));
  if (!document) return { faults };
  const strange = templateFaults(agreementTemplates, document);
  if (strange.length > 0) return { faults: strange };
  const { id, version, theme, title } = document;
  const model = { model: id, version, theme, title, digest: canonicalDigest(document) };
  return { model, agreementTemplates, document };
}
