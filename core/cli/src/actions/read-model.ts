import { KoppelError } from '@koppel/contract';
import { readModelDocument, type ReferenceModel } from '@koppel/process';
import type { Context } from '../context.ts';
import type { ModelRecord } from '../model-version.ts';

const versionId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A model from a file (YAML or JSON; `-` is standard input), or a version from the hub by its id. */
export async function readModel(context: Context, place: string): Promise<ReferenceModel> {
  if (!versionId.test(place)) return readModelFile(context, place);
  return (await (await context.hub()).get<ModelRecord>(`/v1/models/${place}`)).document;
}

/** @throws KoppelError `model.invalid` with every fault. */
export async function readModelFile(context: Context, file: string): Promise<ReferenceModel> {
  const { model, faults } = readModelDocument(await context.readText(file));
  if (model && faults.length === 0) return model;
  const what = file === '-' ? 'The model on standard input' : `The model in ${file}`;
  throw new KoppelError('model.invalid', `${what} has faults`, { details: { faults } });
}
