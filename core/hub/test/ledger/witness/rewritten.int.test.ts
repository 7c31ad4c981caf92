import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCheckpoint, parseVerifierKey, signatureState, verifyExport } from '@koppel/ledger';
import { waitUntil } from '@koppel/testkit';
import { rewriteHistory } from './tampering.ts';
import { WitnessWorld } from './witness-world.ts';

describe('an operator who rewrites the whole ledger with its own keys', () => {
  let world: WitnessWorld;
  beforeAll(async () => {
    world = await WitnessWorld.openWitnessed();
  });
  afterAll(() => world.close());

  test('is exposed by the witnesses within a minute, and neither he nor a restart can make it unseen', async () => {
    const before = await world.standing();
    await world.region.stop();
    await rewriteHistory(world.region.database);
    const startedAt = Date.now();
    await world.region.start();
    const exposed = await world.untilStanding(
      ({ witnesses }) => witnesses.every(({ isRefusing }) => isRefusing),
      'both witnesses refuse',
    );
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    expect(exposed).toMatchObject({ signed: 0, isQuorumMet: false, vkey: before.vkey });
    expect(exposed.witnesses.map(({ lastRefusal }) => lastRefusal?.code)).toEqual(['inconsistent', 'inconsistent']);
    expect(await world.metric('koppel_witness_refusals_total{reason="inconsistent"}')).not.toEqual([]);
    // Only who kept something can tell: the export alone is a good one.
    const lines = await world.export();
    expect(await verifyExport(lines, { vkey: before.vkey })).toMatchObject({ isGood: true });
    const witnesses = world.partners.map(({ witness }) => witness.vkey);
    const { findings } = await verifyExport(lines, { vkey: before.vkey, witnesses });
    expect(findings.map(({ code }) => code)).toEqual(['witness.quorum-missing']);

    const key = parseVerifierKey(before.vkey);
    for (const { folder, log } of world.partners) {
      const [evidence] = await folder.listEvidence();
      const notes = [evidence?.held, evidence?.offered.checkpoint].map((note) => parseCheckpoint(note ?? ''));
      for (const note of notes) expect(note && key && signatureState(note.note, key)).toBe('valid');
      expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    }
    await world.region.stop();
    await world.region.start();
    const again = await world.standing();
    expect(again.witnesses.map(({ isRefusing, lastRefusal }) => [isRefusing, lastRefusal?.code])).toEqual([
      [true, 'inconsistent'],
      [true, 'inconsistent'],
    ]);
    await waitUntil(
      async () => (await world.metric('koppel_witnesses_refusing'))[0]?.endsWith(' 2') === true,
      'measures tell',
    );
  });
});
