import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  cosignatureOf,
  createVerifierKey,
  formatVerifierKey,
  parseCheckpoint,
  parseVerifierKey,
  verifyExport,
} from '@koppel/ledger';
import { waitUntil } from '@koppel/testkit';
import { oins } from '../../fixtures.ts';
import { rules, WitnessWorld, type Partner } from './witness-world.ts';

let world: WitnessWorld;
let police: Partner;
let tax: Partner;

const ready = async (): Promise<{ status: string; warnings?: string[] }> =>
  (await fetch(`${world.region.url}/health/ready`)).json() as never;

describe('the witnesses of a ledger', () => {
  beforeAll(async () => {
    world = await WitnessWorld.openWitnessed();
    [police, tax] = world.both;
  });
  afterAll(() => world.close());

  test('cosign it, and whoever reads a checkpoint or the export can hold them to it', async () => {
    const standing = await world.standing();
    expect(standing).toMatchObject({ required: 2, signed: 2, isQuorumMet: true });
    await waitUntil(async () => {
      const checkpoint = parseCheckpoint(await world.region.operator.get<string>('/v1/ledger/checkpoint'));
      return [police, tax].every(({ witness }) => {
        const key = parseVerifierKey(witness.vkey, 'witness');
        return checkpoint && key && cosignatureOf(checkpoint.note, key).state === 'valid';
      });
    }, 'the newest checkpoint carries both cosignatures');
    const report = await verifyExport(await world.export(), {
      vkey: standing.vkey,
      witnesses: [police.witness.vkey, tax.witness.vkey],
    });
    expect(report).toMatchObject({ isGood: true, witnesses: { quorum: 2 } });
    expect(report.witnesses?.size).toBeGreaterThanOrEqual(5);
  });

  test('are in the ledger themselves: who adds or withdraws one cannot do it unseen', async () => {
    const entries = (await world.region.ledger()) as { type: string; organisation?: { client?: string } }[];
    const added = entries.filter(
      ({ type, organisation }) => type === 'key.registered' && organisation?.client === 'police',
    );
    expect(added).toHaveLength(1);
  });

  test('are added and withdrawn by the operator alone, once each, with a key that is one of a witness', async () => {
    const { operator, provider } = world.region;
    const vkey = formatVerifierKey(createVerifierKey('other', generateKeyPairSync('ed25519').publicKey, 'witness'));
    const path = '/v1/ledger/witnesses';
    const refusal = (code: string) => ({ code });
    const body = { oin: oins.provider, client: 'archive', vkey };
    await expect(provider.post(path, body)).rejects.toMatchObject(refusal('token.insufficient-scope'));
    await expect(operator.post(path, { ...body, client: 'police' })).rejects.toMatchObject(refusal('resource.exists'));
    await expect(operator.post(path, { ...body, oin: '00000009999999999999' })).rejects.toMatchObject(
      refusal('resource.not-found'),
    );
    const { vkey: logKey } = await world.standing();
    await expect(operator.post(path, { ...body, vkey: logKey })).rejects.toMatchObject(refusal('request.invalid'));
    await operator.post(path, body);
    await operator.send({ method: 'DELETE', path: `${path}/${oins.provider}/archive` });
    const again = operator.send({ method: 'DELETE', path: `${path}/${oins.provider}/archive` });
    await expect(again).rejects.toMatchObject(refusal('resource.not-found'));
    expect((await world.standing()).witnesses.map(({ client }) => client)).toEqual(['police', 'tax']);
    expect((await provider.get<{ witnesses: unknown[] }>(path)).witnesses).toHaveLength(2);
  });

  test('that are away let exchanges go on: the quorum is lost, the house warns, and all is well when they return', async () => {
    await world.leave(tax);
    const lost = await world.untilStanding(({ isQuorumMet }) => !isQuorumMet, 'the quorum is lost');
    expect(lost).toMatchObject({ signed: 1 });
    expect(lost.witnesses.find(({ client }) => client === 'tax')?.lagSeconds).toBeGreaterThan(
      rules.alarmAfterMs / 1000,
    );
    await waitUntil(async () => (await ready()).warnings?.includes('witnesses') === true, 'readiness warns');
    expect((await ready()).status).toBe('ready');
    const oneIsLeft = async () =>
      (await world.metric('koppel_witnesses_signed')).join() === 'koppel_witnesses_signed 1';
    await waitUntil(oneIsLeft, 'the other witness goes on');
    expect(await world.metric('koppel_witnesses_required')).toEqual(['koppel_witnesses_required 2']);
    expect(await world.metric('koppel_witness_lag_seconds')).toHaveLength(2);
    await world.addEntries(1);
    await world.rejoin(tax);
    await world.untilCosigned();
    await waitUntil(async () => (await ready()).warnings === undefined, 'readiness is content');
  });

  test('count only under the key that the operator was given', async () => {
    const impostor = await world.join('impostor');
    await world.untilCosigned();
    const vkey = formatVerifierKey(
      createVerifierKey(impostor.name, generateKeyPairSync('ed25519').publicKey, 'witness'),
    );
    await world.region.database.query('UPDATE ledger_witness SET vkey = $1 WHERE client = $2', [vkey, 'impostor']);
    const standing = await world.untilStanding(
      ({ witnesses }) => witnesses.some(({ lastRefusal }) => lastRefusal?.code === 'cosignature-invalid'),
      'the cosignature of another key is noticed',
    );
    expect(standing.signed).toBe(2);
    await world.region.operator.send({ method: 'DELETE', path: `/v1/ledger/witnesses/${oins.provider}/impostor` });
    world.partners.pop();
    await impostor.link.close();
  });
});
