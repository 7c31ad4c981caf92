import { readFileSync } from 'node:fs';
import { checkModel, readModelDocument, type ReferenceModel } from '../../src/index.ts';

/** Any value of a document while a test breaks it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test writes what the types forbid
export type Draft = any;

const urls = {
  undermining: new URL('../../../../plugins/theme-undermining/model/reference-model.yaml', import.meta.url),
  bridges: new URL('../themes/unsafe-bridges.yaml', import.meta.url),
};

export const textOf = (theme: keyof typeof urls): string => readFileSync(urls[theme], 'utf8');

export function modelOf(theme: keyof typeof urls): ReferenceModel {
  const { model, faults } = readModelDocument(textOf(theme));
  if (model === undefined) throw new Error(JSON.stringify(faults));
  return model;
}

const bridges = modelOf('bridges');

/** A copy of the small theme with one thing changed. */
export function changed(change: (model: Draft) => void): Draft {
  const model = structuredClone(bridges);
  change(model);
  return model;
}

/** What the check tells about a changed copy, as `path message`. */
export const faultsAfter = (change: (model: Draft) => void): string[] =>
  checkModel(changed(change)).map(({ path, message }) => `${path} ${message}`);
