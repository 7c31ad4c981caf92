/** Whether a nats-server holds the repairs of the advisories of 2026: 2.12 from 2.12.12 on, later ones from 2.14.3 on. */
export function isSafeForProduction(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 2) return major > 2;
  if (minor === 12) return patch >= 12;
  return minor > 14 || (minor === 14 && patch >= 3);
}
