import type { Fault } from '@koppel/contract';
import { checkModel, maxModelBytes } from './check-model.ts';
import type { ReferenceModel } from './model.schema.ts';
import { parseYaml } from './read/parse-yaml.ts';

/** A model, or everything that keeps the text from being one; never both. */
export interface ReadModel {
  readonly model?: ReferenceModel;
  /** In the order of the text; each sentence ends with its line and column. */
  readonly faults: readonly Fault[];
}

/** Reads a model from its YAML text, which may come from anybody: one document, bounded in what it costs. */
export function readModelDocument(text: string): ReadModel {
  if (Buffer.byteLength(text) > maxModelBytes) {
    return { faults: [{ path: '/', message: `is larger than ${maxModelBytes} bytes` }] };
  }
  const yaml = parseYaml(text);
  const withPlace = ({ path, message }: Omit<Fault, 'rule'>, offset: number): Fault => {
    const { line, col } = yaml.placeOf(offset);
    return { path, message: `${message} (line ${line}, column ${col})` };
  };
  if (yaml.faults.length > 0) {
    return { faults: yaml.faults.map(({ message, offset }) => withPlace({ path: '/', message }, offset)) };
  }
  const placed = checkModel(yaml.value).map((fault) => ({ fault, offset: yaml.offsetOf(fault.path) }));
  if (placed.length === 0) return { model: yaml.value as ReferenceModel, faults: [] };
  const inOrder = placed.toSorted((one, other) => one.offset - other.offset);
  return { faults: inOrder.map(({ fault, offset }) => withPlace(fault, offset)) };
}
