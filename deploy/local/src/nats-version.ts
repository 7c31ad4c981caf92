/** The first release of each line of nats-server that holds the repairs of the advisories of 2026; older lines get none. */
const repaired = [
  [2, 12, 12],
  [2, 14, 3],
] as const;

/** Whether a nats-server holds the repairs of the advisories of 2026, as production must. */
export function isSafeForProduction(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const own = repaired.find(([line, subline]) => line === major && subline === minor);
  if (own) return patch >= own[2];
  const [newestMajor, newestMinor] = repaired.at(-1) ?? [0, 0];
  return major > newestMajor || (major === newestMajor && minor > newestMinor);
}
