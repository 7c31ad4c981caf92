import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';
import type { LinkRotation } from './rotate-link.ts';
import type { HubKey } from './show-hub-keys.ts';

export interface RotateOptions extends LinkRotation {
  readonly collaboration?: string;
  readonly compromised?: boolean;
}

const hubKinds = ['checkpoint', 'token', 'pseudonym', 'case', 'search'];

/** Replaces a key: of the profile's client, of the link, or one of the hub's own. */
export async function rotate(context: Context, kind: string, options: RotateOptions): Promise<void> {
  if (kind === 'organisation') return (await import('./rotate-key.ts')).rotateKey(context);
  if (kind === 'link') return (await import('./rotate-link.ts')).rotateLink(context, options);
  if (!hubKinds.includes(kind))
    throw new UsageError(`There is no key "${kind}": organisation, link, ${hubKinds.join(', ')}.`);
  return rotateHubKey(context, kind, options);
}

async function rotateHubKey(context: Context, kind: string, options: RotateOptions): Promise<void> {
  const { collaboration, compromised } = options;
  if (compromised) await context.confirm(`The present ${kind} key will end: what it signed is not believed any more.`);
  const key = await (await context.hub()).post<HubKey>('/v1/hub-keys', {
    kind,
    ...(collaboration === undefined ? {} : { collaboration }),
    reason: compromised ? 'compromised' : 'routine',
  });
  const next = key.verifierKey === null ? '' : `\nIts verifier key, for partners and witnesses: ${key.verifierKey}`;
  context.print(key, () => `${key.kind}/${key.name}.${key.version} is in use from ${key.activeFrom}.${next}`);
}
