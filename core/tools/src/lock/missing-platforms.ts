/** What this module reads and writes of an entry in package-lock.json. */
export interface LockEntry {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

/** Path (`node_modules/oxlint`; empty for the root) → entry. */
export type LockEntries = Record<string, LockEntry>;

const systems = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony'];
const processors: [word: string, cpu: string][] = [
  ['arm64', 'arm64'],
  ['x64', 'x64'],
  ['ia32', 'ia32'],
  ['arm', 'arm'],
  ['ppc64', 'ppc64'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
  ['loong64', 'loong64'],
];

/** The platform that the name of a binary package tells (`@oxlint/binding-linux-x64-musl`); undefined when it tells none. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/-]/);
  const system = systems.find((candidate) => words.includes(candidate));
  const cpu = processors.find(([word]) => words.includes(word))?.[1];
  if (system === undefined || cpu === undefined) return undefined;
  const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {};
  return { os: [system], cpu: [cpu], ...libc };
}

/** Whether Node finds `name` from the package at `path`: inside it, or in a folder above. */
function isReachable(entries: LockEntries, path: string, name: string): boolean {
  if (`${path === '' ? '' : `${path}/`}node_modules/${name}` in entries) return true;
  if (path === '') return false;
  const above = path.lastIndexOf('/node_modules/');
  return isReachable(entries, above < 0 ? '' : path.slice(0, above), name);
}

/**
 * The entries of optional packages for other platforms that the lock file lacks. npm leaves them out when the registry in use does not
 * carry them, and then `npm ci` refuses the lock file, on that registry and on those platforms. Throws for a package whose
 * name tells no platform: nothing can be invented for it.
 */
export function missingPlatforms(entries: LockEntries): LockEntries {
  const missing: LockEntries = {};
  for (const [path, { optionalDependencies = {} }] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isReachable(entries, path, name)) continue;
      const platform = platformOf(name);
      if (platform === undefined) throw new Error(`${path} wants ${name}, which the lock file lacks: run npm install.`);
      missing[`node_modules/${name}`] = { version, ...platform, optional: true };
    }
  }
  return missing;
}
