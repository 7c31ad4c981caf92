import type { Context } from '../context.ts';
import { formatTable } from '../table.ts';

/** As the hub shows its own keys. */
export interface HubKey {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly state: string;
  readonly fingerprint: string | null;
  readonly activeFrom: string;
  readonly verifierKey: string | null;
}

const shownDigits = 16;

export async function showHubKeys(context: Context): Promise<void> {
  const answer = await (await context.hub()).get<{ keys: readonly HubKey[] }>('/v1/hub-keys');
  const rows = answer.keys.map(({ kind, name, version, state, activeFrom, fingerprint, verifierKey }) => [
    `${kind}/${name}.${version}`,
    state,
    activeFrom,
    verifierKey ?? fingerprint?.slice(0, shownDigits) ?? '',
  ]);
  context.print(answer, () => formatTable(['KEY', 'STATE', 'ACTIVE FROM', 'VERIFIER KEY OR FINGERPRINT'], rows));
}
