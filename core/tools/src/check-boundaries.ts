import { countOwnModules, cruiseRepository, describeBreaches } from './boundaries/boundaries.ts';
import { listWorkspaces, repositoryRoot } from './workspaces.ts';

/** A cruiser that lost its parser reads nothing and finds nothing wrong: fewer modules per package than this is a fault. */
const leastModulesPerPackage = 3;

const result = await cruiseRepository(repositoryRoot);
const seen = countOwnModules(result);
const expected = leastModulesPerPackage * (await listWorkspaces()).length;
const breaches = describeBreaches(result);

for (const breach of breaches) console.error(breach);
if (seen < expected)
  console.error(`Only ${seen} modules were read, at least ${expected} were expected: is @swc/core installed?`);
console.log(`${seen} modules, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 || seen < expected ? 1 : 0;
