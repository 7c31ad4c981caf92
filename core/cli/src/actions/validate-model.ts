import { readModelDocument } from '@koppel/process';
import type { Context } from '../context.ts';
import { CheckFailure } from '../exit-code.ts';

/** @throws CheckFailure when the model has faults; all of them have been printed. */
export async function validateModel(context: Context, file: string): Promise<void> {
  const { model, faults } = readModelDocument(await context.readText(file));
  const isGood = faults.length === 0;
  const label = model && { id: model.id, version: model.version, theme: model.theme };
  context.print({ isGood, ...(label ? { model: label } : {}), faults }, () => {
    if (isGood) return `${context.paint('green', 'Valid')}: ${label?.id} ${label?.version}`;
    const lines = faults.map(({ path, message }) => `  ${path} ${message}`);
    return [
      `${context.paint('red', 'Not valid')}: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
      ...lines,
    ].join('\n');
  });
  if (!isGood) throw new CheckFailure('The model has faults');
}
