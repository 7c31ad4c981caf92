import { checkAddress, hubInboxPrefix, inboxPrefix, linkName, type LinkAddress } from './address.ts';

/** What one connection may do at the broker; everything that is not named is refused. */
export interface LinkPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Whether it may answer each message that carries a reply subject, once. */
  readonly mayRespond: boolean;
}

/**
 * The one template for adapters, flow runtimes and peer hubs. The three broadcast subjects of the services
 * protocol are in it because stock service libraries subscribe to them and stop when refused; a broadcast carries
 * nothing, and the hub never sends one.
 */
export function clientPermissions(address: LinkAddress): LinkPermissions {
  const { oin, client } = checkAddress(address);
  const service = linkName(address);
  return {
    publish: [`koppel.v1.${oin}.${client}.hub.>`],
    subscribe: [
      `koppel.v1.${oin}.${client}.adapter.>`,
      ...['PING', 'INFO', 'STATS'].flatMap((verb) => [
        `$SRV.${verb}`,
        `$SRV.${verb}.${service}`,
        `$SRV.${verb}.${service}.*`,
      ]),
      `${inboxPrefix(address)}.>`,
    ],
    mayRespond: true,
  };
}

/**
 * A leaf node carries the links of these organisations and of nobody else: it can neither ask in another's name nor
 * hear what another is told. It runs where its organisations do, and lets each client in by that client's own template.
 * Answers go to the inbox of the hub, which nobody can guess: a server does not count the answers of a leaf.
 */
export function leafPermissions(organisations: readonly string[]): LinkPermissions {
  for (const oin of organisations) checkAddress({ oin, client: 'leaf' });
  return {
    publish: [...organisations.map((oin) => `koppel.v1.${oin}.*.hub.>`), `${hubInboxPrefix}.>`],
    subscribe: organisations.flatMap((oin) => [`koppel.v1.${oin}.*.adapter.>`, `_INBOX.${oin}.>`]),
    mayRespond: false,
  };
}

/** The hub's own user in the account of the link. It answers by publishing, and only where `HubEdge` allows. */
export const hubPermissions: LinkPermissions = {
  publish: ['koppel.v1.*.*.adapter.>', '$SRV.>', '_INBOX.*.*.>'],
  subscribe: ['koppel.v1.*.*.hub.>', `${hubInboxPrefix}.>`],
  mayRespond: false,
};

/** Whether a NATS subject falls under a pattern with `*` for one token and a closing `>` for the rest. */
export function matchesSubject(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.');
  const given = subject.split('.');
  for (const [i, token] of wanted.entries()) {
    if (token === '>') return given.length > i;
    if (token !== '*' && token !== given[i]) return false;
  }
  return wanted.length === given.length;
}
