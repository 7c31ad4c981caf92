import { KoppelError } from '@koppel/contract';

/** One system of one organisation, as the broker knows it: the server lets a connection use only the subjects of its own. */
export interface LinkAddress {
  /** Organisatie-identificatienummer, 20 digits. */
  readonly oin: string;
  /** The organisation's name for this system: a letter, then letters, digits and dashes, at most 32. */
  readonly client: string;
}

/** What a client may ask the hub to do. */
export type HubVerb = 'exchange' | 'event' | 'register' | 'drain';

const root = 'koppel.v1';
const hubSubjectPattern = /^koppel\.v1\.([0-9]{20})\.([a-z][a-z0-9-]{0,31})\.hub\.(exchange|event|register|drain)$/;
const namePattern = /^([0-9]{20})-([a-z][a-z0-9-]{0,31})$/;

/** The ADR-32 service name and the name in the credentials: `<oin>-<client>`. */
export function linkName(address: LinkAddress): string {
  return `${address.oin}-${address.client}`;
}

export function parseLinkName(name: string): LinkAddress | undefined {
  const [, oin = '', client = ''] = namePattern.exec(name) ?? [];
  return oin === '' ? undefined : { oin, client };
}

/** Everything that becomes part of a subject passes here first, so that no name can widen a permission. */
export function checkAddress(address: LinkAddress): LinkAddress {
  const checked = parseLinkName(linkName(address));
  if (checked) return checked;
  throw new KoppelError(
    'request.invalid',
    'A link needs an OIN of 20 digits and a client name of letters, digits and dashes',
  );
}

const subjectOf = (address: LinkAddress): string => `${root}.${address.oin}.${address.client}`;

export const adapterSubject = (address: LinkAddress, operation: string): string =>
  `${subjectOf(address)}.adapter.${operation}`;

/** An operation has a dot in its name, so no operation can take this subject. */
export const healthSubject = (address: LinkAddress): string => `${subjectOf(address)}.adapter.health`;

/** Nor this one, on which a client is asked to cosign a checkpoint. */
export const witnessSubject = (address: LinkAddress): string => `${subjectOf(address)}.adapter.witness`;

export const hubSubject = (address: LinkAddress, verb: HubVerb): string => `${subjectOf(address)}.hub.${verb}`;

/** Subject prefix of everything this client can be sent; replies to it go nowhere else. */
export const inboxPrefix = (address: LinkAddress): string => `_INBOX.${address.oin}.${address.client}`;

export const hubInboxPrefix = '_INBOX.hub';

/** Who asks what: the subject is the only evidence of identity, because the server enforced it. */
export function parseHubSubject(subject: string): { readonly from: LinkAddress; readonly verb: HubVerb } | undefined {
  const [, oin = '', client = '', verb] = hubSubjectPattern.exec(subject) ?? [];
  return oin === '' ? undefined : { from: { oin, client }, verb: verb as HubVerb };
}

/** Of one organisation, or of all. */
export const hubSubjects = (verb: HubVerb, oin = '*'): string => `${root}.${oin}.*.hub.${verb}`;
