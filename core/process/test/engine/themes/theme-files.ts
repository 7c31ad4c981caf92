import { readdirSync, readFileSync } from 'node:fs';
import { readModelDocument, type ReferenceModel } from '../../../src/index.ts';

const defaultFile = new URL('../../../../../plugins/theme-undermining/model/reference-model.yaml', import.meta.url);
const folder = new URL('../../themes/', import.meta.url);

function readTheme(file: URL): ReferenceModel {
  const { model, faults } = readModelDocument(readFileSync(file, 'utf8'));
  if (model === undefined) throw new Error(`${file.pathname} is no model: ${JSON.stringify(faults)}`);
  return model;
}

export const readDefaultModel = (): ReferenceModel => readTheme(defaultFile);

/** The default model, and those of other domains that stand among the tests. */
export const readAllModels = (): ReferenceModel[] => [
  readDefaultModel(),
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => readTheme(new URL(name, folder))),
];
