import { expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { HubEdge, LinkClient, MemoryBus, clientPermissions, hubPermissions, inboxPrefix } from '@koppel/link';
import { CapturedLog } from '@koppel/testkit';
import { hubInboxPrefix } from '../src/address.ts';
import type { Wire, WireMessage } from '../src/wire/wire.ts';
import { asked, codeOf, exchange, operation, plenty, registry } from './contract/link-world.ts';

const person = '999990019';

/** Notes everything of a message that travels outside its body. */
function recordEnvelopes(wire: Wire, envelopes: unknown[]): Wire {
  const note = (subject: string, message: WireMessage): void => {
    envelopes.push([subject, message.headers]);
  };
  return new Proxy(wire, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: [string, WireMessage, number]) => {
        if (name === 'request' || name === 'publish') note(args[0], args[1]);
        return Reflect.apply(member, target, args);
      };
    },
  });
}

test('No identifier of a person travels in a subject or a header, nor gets into a log', async () => {
  const bus = new MemoryBus();
  const log = new CapturedLog();
  const envelopes: unknown[] = [];
  const hub = new HubEdge(recordEnvelopes(bus.connect(hubPermissions, hubInboxPrefix), envelopes), log);
  const wire = recordEnvelopes(bus.connect(clientPermissions(registry), inboxPrefix(registry)), envelopes);
  const client = new LinkClient(wire, registry);
  await hub.onExchange(async ({ body }) => {
    throw new Error(JSON.stringify(body));
  });
  const answers = [
    async () => ({ content: { person }, subjects: [{ kind: 'bsn' as const, value: person }] }),
    () => Promise.reject(new KoppelError('source.refused', person, { details: { person } })),
    () => Promise.reject(new Error(person)),
  ];
  const handlers = new Map([[operation, () => (answers.shift() ?? answers[0])?.() ?? Promise.reject(new Error())]]);
  await client.serve({ version: '1.0.0', description: 'Permits', handlers, checkHealth: async () => undefined });
  const request = { person };
  expect(await codeOf(hub.ask(registry, { ...asked, request }, plenty))).toMatchObject({ content: request });
  expect(await codeOf(hub.ask(registry, { ...asked, request }, plenty))).toBe('source.refused');
  expect(await codeOf(hub.ask(registry, { ...asked, request }, plenty))).toBe('adapter.failed');
  expect(await codeOf(client.exchange({ ...exchange, request }))).toBe('hub.failed');
  expect(envelopes.length).toBeGreaterThanOrEqual(8);
  expect(JSON.stringify(envelopes)).not.toContain(person);
  expect(log.lines.length).toBeGreaterThan(0);
  expect(log.text()).not.toContain(person);
  await Promise.all([client.close(), hub.close()]);
});
