import type { Check } from './run-checks.ts';
import { runChecks } from './run-checks.ts';

const checks: Check[] = [
  { name: 'types', program: 'tsc', args: ['-p', '.'], repair: 'Correct the types.' },
  {
    name: 'lint',
    program: 'oxlint',
    args: [],
    repair: 'Each finding names its rule; the sizes are in .oxlintrc.json.',
  },
  { name: 'format', program: 'biome', args: ['format', '.'], repair: 'npx biome format --write .' },
  {
    name: 'boundaries',
    program: 'node',
    args: ['core/tools/src/check-boundaries.ts'],
    repair: 'Each breach says how to repair it; the map is docs/architecture.md.',
  },
  {
    name: 'dead-code',
    program: 'knip',
    args: ['--no-config-hints'],
    repair: 'Delete what nothing uses, or export it where it is used.',
  },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const chosen = asked.length === 0 ? checks : checks.filter(({ name }) => asked.includes(name));
const { passed, failed } = await runChecks(chosen, (text) => process.stdout.write(text));
console.log(failed.length === 0 ? `All ${passed.length} checks passed.` : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
