import { readFile } from 'node:fs/promises';
import { readModelDocument, type ReferenceModel } from '@koppel/process';

const themeFolder = new URL('../../../plugins/theme-undermining/model/', import.meta.url);

/** The reference model that ships. */
export async function defaultModel(): Promise<ReferenceModel> {
  return readModel(new URL('reference-model.yaml', themeFolder));
}

/** A reference model out of a file. */
export async function readModel(file: URL): Promise<ReferenceModel> {
  const { model, faults } = readModelDocument(await readFile(file, 'utf8'));
  if (!model) throw new Error(`the model has ${faults.length} faults`);
  return model;
}
