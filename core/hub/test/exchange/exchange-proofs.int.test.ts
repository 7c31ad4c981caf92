import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ExchangeReply } from '@koppel/contract';
import { bundleText, checkEvidence } from '@koppel/ledger';
import { createKeyPair } from '@koppel/local';
import { oins } from '../fixtures.ts';
import { EvidenceRegion } from './evidence-region.ts';

let place: EvidenceRegion;
beforeAll(async () => {
  place = await EvidenceRegion.open();
}, 60_000);
afterAll(() => place?.close());

describe('the proof of an exchange', () => {
  test('is for its parties and the operator; for others there is no such exchange', async () => {
    const { exchange } = await place.send(await place.question());
    const path = `/v1/exchanges/${exchange}/proof`;
    const stranger = await place.region.register({ oin: oins.stranger, client: 'intake', key: await createKeyPair() });
    expect((await place.region.operator.send({ path })).status).toBe(200);
    await expect(stranger.get(path)).rejects.toMatchObject({ code: 'resource.not-found' });
    const unknown = place.region.requester.get(`/v1/exchanges/${place.agreement}/proof`);
    await expect(unknown).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  test('is not there for an exchange under an agreement without evidence', async () => {
    const { agreement } = await place.region.agree();
    const { body } = await place.region.ask(agreement.id);
    const path = `/v1/exchanges/${(body as ExchangeReply).exchange}/proof`;
    await expect(place.region.requester.get(path)).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  test('shows in the bundle that a hub changed the reply', async () => {
    const sent = await place.question();
    const reply = await place.send(sent);
    const { bundle, vkey } = await place.bundleOf(sent, { ...reply, content: { residents: [], count: 0 } });
    expect(checkEvidence(bundleText(bundle), [vkey]).findings).toEqual(['answer.altered']);
  });
});
