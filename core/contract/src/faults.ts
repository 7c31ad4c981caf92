import type { Fault } from './problem.ts';
import { compileSchema } from './validator.ts';

/** The same faults, told from further up. */
export const underPath = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: fault.path === '/' ? path : path + fault.path }));

/** One fault for each name that came before. */
export function repeatedFaults(path: string, names: readonly string[]): Fault[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: `${path}/${index}`, message: `repeats ${name}` }],
  );
}

/** What is wrong with an example of a checked schema. */
export const exampleFaults = (schema: object, example: unknown): Fault[] => compileSchema(schema).faultsOf(example);
