import { HubClient } from '../hub-client/hub-client.ts';
import { writeProfile, type Profile } from '../profile.ts';
import { actors, collaboration, partnerNames, type Actor, type ActorName } from './actors.ts';
import { keyFileOf, localKeyPair } from './local-keys.ts';

/** The hub as each actor reaches it. */
export type HubClients = Readonly<Record<ActorName, HubClient>>;

interface KeyDraft {
  readonly use: 'client' | 'agreement';
  readonly client?: string;
  readonly scopes?: readonly string[];
}

/** Registers what is not registered yet, over the public interface and as the operator; writes a profile per actor. */
export async function registerOrganisations(home: string, hub: string): Promise<HubClients> {
  const operator = await clientOf(home, hub, 'operator');
  const { organisations } = await operator.get<{ organisations: readonly { oin: string }[] }>('/v1/organisations');
  const known = new Set(organisations.map(({ oin }) => oin));
  await Promise.all(
    partnerNames.map((name) => register(home, name, { operator, isKnown: known.has(actors[name].oin) })),
  );
  const names = Object.keys(actors) as ActorName[];
  const clients = await Promise.all(names.map(async (name) => [name, await clientOf(home, hub, name)] as const));
  return Object.fromEntries(clients) as HubClients;
}

async function register(
  home: string,
  actorName: ActorName,
  { operator, isKnown }: { readonly operator: HubClient; readonly isKnown: boolean },
): Promise<void> {
  const actor: Actor = actors[actorName];
  const { oin, name, client, scopes } = actor;
  if (!isKnown) await operator.post('/v1/organisations', { oin, name, collaborations: [collaboration] });
  const { keys } = await operator.get<{ keys: readonly { kid: string }[] }>(`/v1/organisations/${oin}/keys`);
  const kids = new Set(keys.map(({ kid }) => kid));
  const drafts: readonly (KeyDraft & { readonly name: string })[] = [
    { name: clientKeyName(actorName), use: 'client', client, scopes },
    { name: `${actorName}-agreement`, use: 'agreement' },
  ];
  for (const { name: keyName, ...draft } of drafts) {
    const pair = await localKeyPair(home, keyName);
    if (!kids.has(pair.kid)) await operator.post(`/v1/organisations/${oin}/keys`, { ...draft, jwk: pair.publicJwk });
  }
}

/** What a key allows never changes: with the scopes of cases a partner's system got a new one. */
const clientKeyName = (name: ActorName): string => (name === 'operator' ? `${name}-client` : `${name}-desk`);

async function clientOf(home: string, hub: string, name: ActorName): Promise<HubClient> {
  const { oin, client } = actors[name];
  const { privateJwk } = await localKeyPair(home, clientKeyName(name));
  const agreementKeyFile = name === 'operator' ? {} : { agreementKeyFile: keyFileOf(home, `${name}-agreement`) };
  const profile: Profile = { hub, oin, client, keyFile: keyFileOf(home, clientKeyName(name)), ...agreementKeyFile };
  await writeProfile(home, name, profile);
  return new HubClient({ hub, oin, client, privateJwk });
}
