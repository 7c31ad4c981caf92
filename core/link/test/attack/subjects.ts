import type { LinkAddress } from '@koppel/link';

/** Whose subject it is, seen from the one who tries it. */
type Whose = 'its own' | 'a sibling’s' | 'a stranger’s' | 'nobody’s';

/** One field of the matrix. */
export interface Cell {
  readonly whose: Whose;
  readonly subject: string;
  readonly isAllowed: boolean;
}

const verbs = ['exchange', 'event', 'register', 'drain', 'anything'] as const;
const discoveries = ['PING', 'INFO', 'STATS'] as const;

/** Everything that one system has at the broker, in the words of the protocol page. */
const subjectsOf = ({ oin, client }: LinkAddress) => ({
  hub: verbs.map((verb) => `koppel.v1.${oin}.${client}.hub.${verb}`),
  adapter: ['registry.find-permits', 'health', 'witness'].map((name) => `koppel.v1.${oin}.${client}.adapter.${name}`),
  service: discoveries.flatMap((verb) => [`$SRV.${verb}.${oin}-${client}`, `$SRV.${verb}.${oin}-${client}.ID1`]),
  inbox: [`_INBOX.${oin}.${client}.one`, `_INBOX.${oin}.${client}.one.two`],
});

const packets = [
  'INFO',
  'DISCOVER',
  'EVENT',
  'REQ',
  'RES',
  'DISCONNECT',
  'PING',
  'PONG',
  'HEARTBEAT',
  'GOSSIP_REQ',
  'GOSSIP_RES',
  'GOSSIP_HELLO',
];

const ofNobody = [
  '_INBOX.hub.0123456789abcdef01.1',
  ...packets.flatMap((packet) => [
    `MOL.${packet}`,
    `MOL-koppel.${packet}.hub-1`,
    `MOL-koppel.${packet}B.exchange.perform`,
  ]),
  '$SYS.REQ.CLAIMS.UPDATE',
  '$SYS.REQ.CLAIMS.DELETE',
  '$SYS.REQ.SERVER.PING.CONNZ',
  '$SYS.REQ.USER.INFO',
  '$SYS.ACCOUNT.A.CONNECT',
  '$JS.API.INFO',
  '$JS.API.STREAM.CREATE.EXCHANGES',
  '$JS.ACK.A.B.1.1.1.1.1',
  '$KV.BUCKET.key',
  '$MQTT.sub.a',
  'koppel.v2.anything',
  'koppel',
  'a',
];

const wildcards = [
  '>',
  '*',
  '*.>',
  'koppel.>',
  'koppel.v1.>',
  'koppel.v1.*.*.>',
  'koppel.v1.*.*.hub.>',
  'koppel.v1.*.*.adapter.>',
  '_INBOX.>',
  '_INBOX.*.>',
  '_INBOX.hub.>',
  '$SRV.>',
  '$SRV.*',
  '$SRV.PING.*',
  '$SYS.>',
  '$JS.>',
  'MOL.>',
  'MOL-koppel.>',
];

interface Neighbours {
  readonly own: LinkAddress;
  readonly sibling: LinkAddress;
  readonly stranger: LinkAddress;
}

const owners = ({ own, sibling, stranger }: Neighbours): [Whose, LinkAddress][] => [
  ['its own', own],
  ['a sibling’s', sibling],
  ['a stranger’s', stranger],
];

/** What a system may try to publish, and to which of it the house says yes: asking the hub, in its own name. */
export function publishing(neighbours: Neighbours): Cell[] {
  const owned = owners(neighbours).flatMap(([whose, address]) => {
    const { hub, adapter, service, inbox } = subjectsOf(address);
    return [
      ...hub.map((subject) => ({ whose, subject, isAllowed: whose === 'its own' })),
      ...[...adapter, ...service, ...inbox].map((subject) => ({ whose, subject, isAllowed: false })),
    ];
  });
  const others = [...ofNobody, ...discoveries.map((verb) => `$SRV.${verb}`)];
  return [...owned, ...others.map((subject) => ({ whose: 'nobody’s' as const, subject, isAllowed: false }))];
}

/** And to hear: questions to itself, answers to itself, and the three broadcasts that carry nothing. */
export function hearing(neighbours: Neighbours): Cell[] {
  const owned = owners(neighbours).flatMap(([whose, address]) => {
    const { hub, adapter, service, inbox } = subjectsOf(address);
    const isAllowed = whose === 'its own';
    return [
      ...hub.map((subject) => ({ whose, subject, isAllowed: false })),
      ...[...adapter, ...service, ...inbox].map((subject) => ({ whose, subject, isAllowed })),
    ];
  });
  return [
    ...owned,
    ...[...ofNobody, ...wildcards].map((subject) => ({ whose: 'nobody’s' as const, subject, isAllowed: false })),
    ...discoveries.map((verb) => ({ whose: 'nobody’s' as const, subject: `$SRV.${verb}`, isAllowed: true })),
  ];
}

const asked = /^koppel[.]v1[.][^.]+[.][^.]+[.]adapter[.]/;
const discovered = /^[$]SRV[.]/;
const answered = /^_INBOX[.][^.]+[.][^.]+[.]/;
const asking = /^koppel[.]v1[.][^.]+[.][^.]+[.]hub[.]/;
const ownInbox = /^_INBOX[.]hub[.]/;

const judgedBy = (cells: readonly Cell[], allowed: readonly RegExp[]): Cell[] =>
  cells.map((cell) => ({ ...cell, isAllowed: allowed.some((family) => family.test(cell.subject)) }));

/** The same for the hub's own end of the link: it asks, discovers and answers everybody, and speaks in nobody's name. */
export const hubPublishing = (neighbours: Neighbours): Cell[] =>
  judgedBy(publishing(neighbours), [asked, discovered, answered]);

/** It hears what clients ask of the hub and what is answered to itself; not what passes between others. */
export const hubHearing = (neighbours: Neighbours): Cell[] => judgedBy(hearing(neighbours), [asking, ownInbox]);
