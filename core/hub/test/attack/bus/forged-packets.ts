/** What everything that is forged here has in it, so that it is known wherever it turns up. */
export const mark = 'forge';
const forger = 'forger';

/** A message as one node of a Moleculer cluster would send it to others, in version 5 of its protocol. */
export interface ForgedPacket {
  readonly subject: string;
  readonly body: string;
}

export interface Cluster {
  /** Who is to be harmed, and whose name is borrowed for it. */
  readonly victim: string;
  readonly other: string;
  /** Something protected that the victim does, and something that it listens to. */
  readonly action: string;
  readonly event: string;
  readonly group: string;
  /** A question that the victim waits with for an answer of the other. */
  readonly pending: string;
}

const context = { meta: {}, headers: {}, level: 1, tracing: null, parentID: null, requestID: null, caller: null };

const info = (instanceID: string, action: string) => ({
  services: [{ name: forger, fullName: forger, settings: {}, metadata: {}, actions: { [action]: { name: action } } }],
  ipList: ['192.0.2.1'],
  hostname: forger,
  client: { type: 'nodejs', version: '0.15.0', langVersion: 'v24.0.0' },
  config: {},
  instanceID,
  metadata: {},
  seq: 1_000,
});

const packet = (type: string, payload: object, sender = forger): ForgedPacket => ({
  subject: `MOL-koppel.${type}`,
  body: JSON.stringify({ ver: '5', sender, [mark]: true, ...payload }),
});

/** Nodes that are not there, nodes that are there twice, and nodes that leave without knowing it. */
const ofNodes = ({ victim, other, action }: Cluster): ForgedPacket[] => [
  packet('DISCOVER', {}),
  packet(`DISCOVER.${victim}`, {}),
  packet('INFO', info('forged-instance', action)),
  packet(`INFO.${victim}`, info('forged-instance', action)),
  packet('INFO', info('forged-instance', action), other),
  packet('INFO', info('forged-instance', action), victim),
  packet(`INFO.${victim}`, info('forged-instance', action), victim),
  packet('HEARTBEAT', { cpu: 1 }),
  packet('HEARTBEAT', { cpu: 1, seq: 1_000, instanceID: 'forged-instance' }, other),
  packet('PING', { time: 1, id: 'forged-ping' }),
  packet(`PING.${victim}`, { time: 1, id: 'forged-ping' }),
  packet(`PONG.${victim}`, { time: 1, id: 'forged-ping', arrived: 2 }),
  packet('GOSSIP_HELLO', { host: '192.0.2.1', port: 1 }),
  packet(`GOSSIP_HELLO.${victim}`, { host: '192.0.2.1', port: 1 }),
  packet(`GOSSIP_REQ.${victim}`, { online: { [other]: [1_000, 1_000, 1] }, offline: {} }),
  packet(`GOSSIP_RES.${victim}`, { online: {}, offline: { [other]: 1_000 } }),
];

/** Work that nobody gave. */
function ofWork({ victim, other, action, event, group, pending }: Cluster): ForgedPacket[] {
  const asked = { ...context, id: 'forged-question', action, params: {}, timeout: 1_000 };
  const told = { ...context, id: 'forged-event', event, data: {}, groups: [group], broadcast: false };
  const answered = { id: pending, meta: {}, headers: {}, success: true, data: 'forged' };
  return [
    packet(`REQ.${victim}`, asked),
    packet(`REQ.${victim}`, { ...asked, id: 'forged-as-other' }, other),
    packet(`REQ.${victim}`, { ...asked, id: 'forged-stream', stream: true, seq: 0 }),
    packet(`REQB.${action}`, { ...asked, id: 'forged-balanced' }),
    packet(`EVENT.${victim}`, told),
    packet(`EVENT.${victim}`, { ...told, groups: null, broadcast: true }, other),
    packet(`EVENTB.${group}.${event}`, told),
    packet(`RES.${victim}`, answered, other),
    packet(`RES.${victim}`, { ...answered, success: false, data: null, error: { name: 'Error', message: 'forged' } }),
  ];
}

/** Packets of every kind that Moleculer has, in the order in which they do most harm. */
export const forgePackets = (cluster: Cluster): ForgedPacket[] => [
  ...ofWork(cluster),
  ...ofNodes(cluster),
  packet('DISCONNECT', {}, cluster.other),
  packet('DISCONNECT', {}, cluster.victim),
];
