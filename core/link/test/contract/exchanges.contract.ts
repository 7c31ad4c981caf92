import { describe, expect, test } from '@jest/globals';
import { KoppelError, type EventMessage, type Manifest } from '@koppel/contract';
import { linkLimits } from '@koppel/link';
import { asked, codeOf, exchange, registry, requester, type LinkWorld } from './link-world.ts';

const event: EventMessage = {
  id: '01938c5e-8c00-7000-8000-0000000000f1',
  type: 'permit.granted',
  version: '1.0.0',
  occurredAt: '2026-06-01T12:00:00Z',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  payload: { permit: 'P-1' },
};

/** Requests of clients and replies of the hub. */
export function describeExchanges(world: LinkWorld): void {
  describe('between client and hub', () => {
    test('tells the hub who asks, by the connection', async () => {
      const received: unknown[] = [];
      await world.hub.onExchange(async (message) => {
        received.push(message);
        return { exchange: 'e-1' };
      });
      const client = await world.connect(requester);
      const { traceparent, transaction } = asked;
      const reply = await client.exchange({ ...exchange, deadlineMs: 900 }, { traceparent, transaction });
      expect(reply).toEqual({ exchange: 'e-1' });
      const body = { ...exchange, deadlineMs: 900 };
      expect(received).toEqual([{ from: requester, body, traceparent, transaction, timeoutMs: 1900 }]);
    });

    test('hands over an event, and tells when it is kept', async () => {
      const received: unknown[] = [];
      let isBroken = true;
      await world.hub.onEvent(async ({ from, body }) => {
        if (isBroken) throw new KoppelError('ledger.unavailable');
        received.push({ from, body });
      });
      const client = await world.connect(requester);
      expect(await codeOf(client.publish(event))).toBe('ledger.unavailable');
      isBroken = false;
      await client.publish(event);
      expect(received).toEqual([{ from: requester, body: event }]);
    });

    test('gives the client the hub’s problem as the hub said it', async () => {
      await world.hub.onExchange(async () => {
        throw new KoppelError('agreement.suspended', 'Suspended since Monday', { details: { ledgerIndex: 12 } });
      });
      const client = await world.connect(requester);
      const error = await client.exchange(exchange).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'agreement.suspended',
        message: 'Suspended since Monday',
        details: { ledgerIndex: 12 },
      });
    });

    test('gives the client a problem although its details cannot be written', async () => {
      await world.hub.onExchange(async () => {
        throw new KoppelError('agreement.suspended', undefined, { details: { ledgerIndex: 1n as never } });
      });
      const client = await world.connect(requester);
      expect(await codeOf(client.exchange(exchange))).toBe('agreement.suspended');
    });

    test('keeps an unexpected fault of the hub inside the hub, in its log', async () => {
      await world.hub.onExchange(async () => {
        throw new Error('a detail of the inside');
      });
      const client = await world.connect(requester);
      const error = await client.exchange(exchange).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'hub.failed' });
      expect(String(error)).not.toContain('inside');
      expect(world.log.lines.map(({ level }) => level)).toEqual(['error']);
    });

    test('says that there is no hub, and that it does not answer', async () => {
      const client = await world.connect(requester);
      expect(await codeOf(client.exchange(exchange))).toBe('hub.unavailable');
      const { promise: never } = Promise.withResolvers<unknown>();
      await world.hub.onExchange(() => never);
      expect(await codeOf(client.exchange({ ...exchange, deadlineMs: 50 }))).toBe('exchange.deadline');
    });

    test('refuses a request that is too large, and a reply that is', async () => {
      await world.hub.onExchange(async () => ({ text: 'x'.repeat(linkLimits.maxReply) }));
      const client = await world.connect(requester);
      const request = { text: 'x'.repeat(linkLimits.maxRequest) };
      expect(await codeOf(client.exchange({ ...exchange, request }))).toBe('link.too-large');
      expect(await codeOf(client.exchange(exchange))).toBe('reply.too-large');
    });

    test('takes a limited number of requests of one client at a time', async () => {
      const { promise: open, resolve } = Promise.withResolvers<unknown>();
      await world.hub.onExchange(() => open);
      const client = await world.connect(requester);
      const other = await world.connect(registry);
      const many = Array.from({ length: linkLimits.maxInFlightPerClient }, () => client.exchange(exchange));
      expect(await codeOf(client.exchange(exchange))).toBe('rate.exceeded');
      const others = other.exchange(exchange);
      resolve({ exchange: 'e-1' });
      expect(await others).toEqual({ exchange: 'e-1' });
      expect(await Promise.all(many)).toHaveLength(linkLimits.maxInFlightPerClient);
      expect(await client.exchange(exchange)).toEqual({ exchange: 'e-1' });
    });

    test('carries a registration and its refusal', async () => {
      const seen: unknown[] = [];
      await world.hub.onRegister(async ({ from, body }) => {
        seen.push({ from, body });
        if (seen.length > 1) throw new KoppelError('manifest.owner-mismatch');
      });
      const client = await world.connect(registry);
      const manifest = { id: 'permits', owner: registry.oin } as Manifest;
      await client.register(manifest);
      expect(seen).toEqual([{ from: registry, body: manifest }]);
      expect(await codeOf(client.register(manifest))).toBe('manifest.owner-mismatch');
    });

    test('shows no identifier of a person in what it logs', async () => {
      const person = '999990019';
      await world.hub.onExchange(async ({ body }) => {
        throw new Error(JSON.stringify(body));
      });
      const client = await world.connect(requester);
      await codeOf(client.exchange({ ...exchange, request: { person } }));
      expect(world.log.lines).toHaveLength(1);
      expect(world.log.text()).not.toContain(person);
    });
  });
}
