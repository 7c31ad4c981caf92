import { buildPackages, distOf } from './build/build-packages.ts';
import { listWorkspaces, repositoryRoot } from './workspaces.ts';

const publishable = (await listWorkspaces()).filter(({ manifest }) => manifest.private !== true);
try {
  await buildPackages(publishable, distOf(repositoryRoot));
  for (const { folder, manifest } of publishable) console.log(`${manifest.name} ${manifest.version} → ${folder}/dist`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
