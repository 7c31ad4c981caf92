import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType, IResolveOptions } from 'dependency-cruiser';
import { houseBoundaries } from './house-rules.ts';
import { packageBoundaries } from './package-rules.ts';
import { roomBoundaries } from './room-rules.ts';
import { understandUsing } from './understand-using.ts';

understandUsing();

export const boundaries: IForbiddenRuleType[] = [...packageBoundaries, ...houseBoundaries, ...roomBoundaries];

const folders = ['core', 'plugins', 'adapters', 'flows', 'deploy'];

/** Type-only imports count as well: a type that crosses a boundary binds as much as a value. */
const cruiseOptions: ICruiseOptions = {
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(core|plugins|adapters|flows|deploy)/[^/]+/(dist|test/fixtures|node_modules/\\.)' },
  ruleSet: { forbidden: boundaries },
  validate: true,
};

const resolveOptions: Partial<IResolveOptions> = {
  exportsFields: ['exports'],
  conditionNames: ['import', 'types', 'node', 'default'],
  extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
};

/** Reads every import of the repository at `root` and judges it by the boundaries. */
export async function cruiseRepository(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(folders, { ...cruiseOptions, baseDir: root }, resolveOptions);
  if (typeof output === 'string') throw new Error('dependency-cruiser returned text where a result was expected.');
  return output;
}

/** How many of the repository's own modules were read: a rule that sees nothing passes, so this has a floor. */
export function countOwnModules({ modules }: ICruiseResult): number {
  return modules.filter(({ source }) => /^(core|plugins|adapters|flows|deploy)\//.test(source)).length;
}

/** Per breach its rule, from, to (all the way round, for a circle), and the sentence that says how to repair it. */
export function describeBreaches({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to, cycle }) => {
    const way = [from, ...(cycle?.map(({ name }) => name) ?? [to])].join(' → ');
    const repair = boundaries.find(({ name }) => name === rule.name)?.comment ?? '';
    return `${rule.name}: ${way}\n    ${repair}`;
  });
}
