import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyExport } from '@koppel/ledger';
import { restoreBackup } from './tampering.ts';
import { WitnessWorld } from './witness-world.ts';

describe('a ledger that was restored from a backup', () => {
  let world: WitnessWorld;
  beforeAll(async () => {
    world = await WitnessWorld.openWitnessed();
  });
  afterAll(() => world.close());

  test('is exposed, and goes on only with the gap in the ledger and in the files of every witness', async () => {
    const backup = (await world.region.ledger()).length;
    await world.addEntries(4);
    const whole = await world.untilCosigned();
    await world.region.stop();
    await restoreBackup(world.region.database, backup);
    await world.region.start();
    const exposed = await world.untilStanding(
      ({ witnesses }) => witnesses.every(({ isRefusing }) => isRefusing),
      'exposed',
    );
    expect(exposed.witnesses.map(({ lastRefusal }) => lastRefusal)).toEqual(
      whole.witnesses.map(({ signedSize }) =>
        expect.objectContaining({ code: 'rolled-back', heldSize: signedSize, offeredSize: backup }),
      ),
    );
    const { operator, provider } = world.region;
    const body = { from: backup, reason: 'gap.backup-restored' };
    await expect(provider.post('/v1/ledger/gaps', body)).rejects.toMatchObject({ code: 'token.insufficient-scope' });
    await expect(operator.post('/v1/ledger/gaps', { ...body, from: backup + 99 })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const { gaps } = await operator.post<{ gaps: { index: number; from: number; to: number }[] }>(
      '/v1/ledger/gaps',
      body,
    );
    expect(gaps.map(({ from }) => from)).toEqual(gaps.map(() => backup));
    expect(new Set(gaps.map(({ to }) => to))).toEqual(new Set(whole.witnesses.map(({ signedSize }) => signedSize)));
    await expect(operator.post('/v1/ledger/gaps', body)).rejects.toMatchObject({ code: 'ledger.no-gap' });

    await world.untilStanding(
      ({ witnesses }) => witnesses.every(({ lastRefusal }) => lastRefusal?.code === 'gap-not-accepted'),
      'the witnesses wait for their operators',
    );
    for (const { folder } of world.partners) {
      const [gap] = await folder.listGaps();
      await folder.acceptGap(String(gap?.mark));
    }
    const after = await world.untilCosigned();
    expect(after).toMatchObject({ isQuorumMet: true });
    expect(after.witnesses.map(({ lastRefusal }) => lastRefusal?.code)).toEqual([
      'gap-not-accepted',
      'gap-not-accepted',
    ]);
    for (const { folder } of world.partners) {
      const [state] = await folder.listStates();
      expect(state?.gaps.map(({ checkpoint }) => checkpoint.split('\n')[1])).toEqual([
        String(whole.witnesses[0]?.signedSize),
      ]);
    }
    const lines = await world.export();
    expect(lines.filter((line) => line.includes('"ledger.gap-recorded"'))).toHaveLength(gaps.length);
    const report = await verifyExport(lines, {
      vkey: after.vkey,
      witnesses: world.partners.map(({ witness }) => witness.vkey),
    });
    expect(report).toMatchObject({ isGood: true, witnesses: { size: expect.any(Number) } });
  });
});
