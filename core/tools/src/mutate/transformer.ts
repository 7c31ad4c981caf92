import { createTransformer as createSwc } from '@swc/jest';
import { applyMutant, type Mutant } from './mutants.ts';

/** What jest tells of a file's surroundings, as far as it matters here. */
interface Surroundings {
  readonly config: { readonly globals: { readonly mutant?: Mutant } };
}

/** As much of a transformer as jest asks of one. */
interface Transformer<Options> {
  readonly canInstrument: boolean;
  process(source: string, path: string, options: Options): unknown;
  getCacheKey(source: string, path: string, options: Options): string;
}

const changed = (source: string, path: string, { config: { globals } }: Surroundings): string =>
  globals.mutant?.file === path ? applyMutant(source, globals.mutant) : source;

/** What jest uses otherwise, but for the one change that the run is about; nothing is written into the tree. */
export default {
  createTransformer(options: Parameters<typeof createSwc>[0]): Transformer<Surroundings> {
    const swc = createSwc(options) as Transformer<object>;
    return {
      canInstrument: false,
      process: (source, path, more) => swc.process(changed(source, path, more), path, more),
      // The configuration differs with each change, and all files but one are the same.
      getCacheKey: (source, path, more) =>
        swc.getCacheKey(changed(source, path, more), path, { ...more, configString: '' }),
    };
  },
};
