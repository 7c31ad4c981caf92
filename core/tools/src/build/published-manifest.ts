import type { Manifest } from '../workspaces.ts';

interface BuiltEntry {
  types: string;
  default: string;
}

/** The package.json of a published package: its entries point to built files, and what only the repository needs is gone. */
export type PublishedManifest = Omit<Manifest, 'exports' | 'devDependencies' | 'scripts' | 'private'> & {
  exports?: Record<string, string | BuiltEntry>;
  publishConfig: { access: 'public' };
};

function builtEntry(path: string): string | BuiltEntry {
  if (!path.endsWith('.ts')) return path;
  const stem = path.slice(0, -'.ts'.length);
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}

/** Derives what is published from the manifest that the repository works with. */
export function publishedManifest(manifest: Manifest): PublishedManifest {
  const { exports, devDependencies: _dev, scripts: _scripts, private: _private, ...kept } = manifest;
  const published: PublishedManifest = { ...kept, publishConfig: { access: 'public' } };
  if (exports !== undefined) {
    published.exports = Object.fromEntries(Object.entries(exports).map(([key, path]) => [key, builtEntry(path)]));
  }
  return published;
}
