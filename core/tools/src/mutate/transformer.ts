import { createTransformer as createSwc } from '@swc/jest';
import { applyMutant, type Mutant } from './mutants.ts';

/** As much of a transformer as jest asks of one. */
interface Transformer {
  readonly canInstrument: boolean;
  process(source: string, path: string, options: never): unknown;
  getCacheKey(source: string, path: string, options: never): string;
}

const { KOPPEL_MUTANT: told } = process.env;
const mutant = told === undefined ? undefined : (JSON.parse(told) as Mutant);

const changed = (source: string, path: string): string =>
  mutant !== undefined && path === mutant.file ? applyMutant(source, mutant) : source;

/** What jest uses otherwise, but for the one change that it is told of; nothing is written into the tree. */
export default {
  createTransformer(options: Parameters<typeof createSwc>[0]): Transformer {
    const swc = createSwc(options) as Transformer;
    return {
      canInstrument: false,
      process: (source, path, more) => swc.process(changed(source, path), path, more),
      getCacheKey: (source, path, more) => swc.getCacheKey(changed(source, path), path, more),
    };
  },
};
