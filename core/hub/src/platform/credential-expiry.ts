import { readFileSync } from 'node:fs';
import type { HubConfig } from './config.schema.ts';
import type { Metrics } from './metrics.ts';

/** When a credentials file of the message server ends to be valid, in Unix seconds; `undefined` when it does not end. */
export function expiryOf(credentials: string): number | undefined {
  const claims = /^eyJ[\w-]+\.([\w-]+)\.[\w-]+$/m.exec(credentials)?.[1];
  if (claims === undefined) return undefined;
  const { exp }: { exp?: unknown } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return typeof exp === 'number' && exp > 0 ? exp : undefined;
}

/** Shows when this node's credentials end; somebody has to replace them before. */
export function watchCredentials({ bus, link }: Pick<HubConfig, 'bus' | 'link'>, metrics: Metrics): void {
  for (const [credential, place] of Object.entries({ bus, link })) {
    const expiry = place.kind === 'nats' ? expiryOf(readFileSync(place.credentialsFile, 'utf8')) : undefined;
    if (expiry !== undefined) metrics.credentialExpiry.set({ credential }, expiry);
  }
}
