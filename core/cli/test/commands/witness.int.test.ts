import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  createNoteSigner,
  createUuidV7,
  entryBody,
  formatVerifierKey,
  leafHash,
  signCheckpoint,
  type LedgerEntry,
} from '@koppel/ledger';
import { Witness, WitnessFolder, type WitnessQuestion } from '@koppel/link';
import { silentLog } from '@koppel/testkit';
import type { CommandLine } from '../command-line.ts';
import { ownOin } from '../command-line.ts';
import { meetHub } from '../meet-hub.ts';

const origin = 'hub.example/north';
const log = createNoteSigner(origin, generateKeyPairSync('ed25519'));
const vkey = formatVerifierKey(log.key);
const root = Buffer.alloc(32, 1);

const offer = async (size: number, over: Uint8Array): Promise<WitnessQuestion> => ({
  oldSize: 0,
  proof: [],
  checkpoint: await signCheckpoint({ origin, size, root: over }, log),
});

/** The log lost the five entries that were countersigned; what is left of it is the entry that says so. */
async function gapQuestion(): Promise<WitnessQuestion> {
  const atMs = Date.parse('2026-03-02T08:00:00.000Z');
  const entry: LedgerEntry = {
    v: 1,
    id: createUuidV7(atMs),
    type: 'ledger.gap-recorded',
    action: 'destroy',
    at: new Date(atMs).toISOString(),
    organisation: { oin: ownOin },
    code: 'gap.storage-lost',
    gap: { from: 0, root: root.toString('hex'), to: 5 },
  };
  const text = entryBody(entry).toString();
  return { ...(await offer(1, leafHash(Buffer.from(text)))), oldSize: 5, gap: { index: 0, entry: text, proof: [] } };
}

async function witnessIn(koppel: CommandLine): Promise<{ dir: string; witness: Witness }> {
  const dir = join(koppel.home, 'witness');
  await koppel.run(['witness', 'trust', vkey, '--dir', dir]);
  const witness = await Witness.open({ folder: new WitnessFolder(dir), name: `${ownOin}-registry`, log: silentLog });
  await witness.consider(await offer(5, root));
  return { dir, witness };
}

describe('koppel witness', () => {
  test('key makes a key once, under the name of the system, and prints the same ever after', async () => {
    const { koppel } = await meetHub();
    koppel.env['KOPPEL_WITNESS_DIR'] = join(koppel.home, 'witness');
    expect(await koppel.run(['witness', 'key'])).toMatchObject({ exitCode: 2 });
    const made = await koppel.run(['witness', 'key', '--as', `${ownOin}/registry`]);
    expect(made.output).toMatch(new RegExp(`^${ownOin}-registry\\+[0-9a-f]{8}\\+B[A-Za-z0-9+/]{43}\n$`));
    expect((await koppel.run(['witness', 'key'])).output).toBe(made.output);
  });

  test('trust takes the key of a log and no other', async () => {
    const { koppel } = await meetHub();
    const dir = join(koppel.home, 'witness');
    expect((await koppel.run(['witness', 'trust', vkey, '--dir', dir])).output).toContain('goes along');
    expect((await koppel.run(['witness', 'trust', vkey, '--dir', dir])).output).toContain('already');
    const witnessKey = (await koppel.run(['witness', 'key', '--as', `${ownOin}/a`, '--dir', dir])).output.trim();
    expect((await koppel.run(['witness', 'trust', witnessKey, '--dir', dir])).exitCode).not.toBe(0);
  });

  test('status and evidence tell what a log did, from the folder alone', async () => {
    const { hub, koppel } = await meetHub();
    const { dir, witness } = await witnessIn(koppel);
    expect((await koppel.run(['witness', 'evidence', '--dir', dir])).output).toContain('No log contradicted itself');
    const forged = await offer(5, Buffer.alloc(32, 2));
    await witness.consider(forged);
    const status = await koppel.run(['witness', 'status', '--dir', dir]);
    expect(status.output).toMatch(/hub\.example\/north +5 /);
    expect(status.output).toContain('1 contradictions');
    expect((await koppel.run(['witness', 'evidence', '--dir', dir])).output).toMatch(/inconsistent +5 +5/);
    const { evidence } = JSON.parse((await koppel.run(['witness', 'evidence', '--dir', dir, '--json'])).output);
    expect(evidence).toMatchObject([
      { held: expect.stringContaining(origin), offered: { checkpoint: forged.checkpoint } },
    ]);
    expect(hub.seen).toEqual([]);
  });

  test('accept-gap asks for a person, and lets the log go on behind that entry only', async () => {
    const { koppel } = await meetHub();
    const { dir, witness } = await witnessIn(koppel);
    const question = await gapQuestion();
    expect(await witness.consider(question)).toMatchObject({ refusal: 'gap-not-accepted' });
    const accept = ['witness', 'accept-gap', '--dir', dir];
    const unasked = await koppel.run(accept);
    expect(unasked).toMatchObject({ exitCode: 2 });
    expect(unasked.errors).toContain('lost the entries 0 to 4');
    expect(await witness.consider(question)).toMatchObject({ refusal: 'gap-not-accepted' });
    expect((await koppel.run([...accept, '--yes'])).output).toContain('1 accepted');
    expect(await witness.consider(question)).toMatchObject({ cosignature: expect.any(String) });
    expect((await koppel.run([...accept, '--yes'])).output).toContain('No gap waits');
  });

  test('says where it looks for its folder', async () => {
    const { koppel } = await meetHub();
    expect(await koppel.run(['witness', 'status'])).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('--dir'),
    });
  });
});

const standing = {
  origin,
  vkey,
  required: 2,
  signed: 1,
  isQuorumMet: false,
  witnesses: [
    {
      oin: ownOin,
      client: 'registry',
      name: `${ownOin}-registry`,
      vkey: 'v',
      addedAt: '2026-03-02T08:00:00.000Z',
      signedSize: 95,
      signedAt: '2026-03-02T08:00:00.000Z',
      lagSeconds: 2.4,
      isRefusing: true,
      lastRefusal: { code: 'inconsistent', at: '2026-03-02T08:00:00.000Z', heldSize: 95, offeredSize: 99 },
    },
  ],
};

describe('koppel ledger', () => {
  test('witnesses shows who goes along, who refuses and whether that is enough', async () => {
    const { koppel } = await meetHub({ 'GET /v1/ledger/witnesses': { body: standing } });
    const { output } = await koppel.run(['ledger', 'witnesses']);
    expect(output).toMatch(/registry +95 +2 s +refuses +inconsistent at 2026/);
    expect(output).toContain('1 of 2 needed');
  });

  test('add-witness and withdraw-witness say whom the hub asks', async () => {
    const witness = standing.witnesses[0];
    const { hub, koppel } = await meetHub({
      'POST /v1/ledger/witnesses': { body: witness },
      [`DELETE /v1/ledger/witnesses/${ownOin}/registry`]: { body: witness },
    });
    await koppel.run(['ledger', 'add-witness', ownOin, 'registry', '--key', 'v']);
    expect(await koppel.run(['ledger', 'withdraw-witness', ownOin, 'registry', '--yes'])).toMatchObject({
      exitCode: 0,
    });
    expect(hub.seen).toMatchObject([
      { body: { oin: ownOin, client: 'registry', vkey: 'v' } },
      { path: `/v1/ledger/witnesses/${ownOin}/registry` },
    ]);
  });

  test('record-gap needs a word that it is meant, and says what comes next', async () => {
    const gaps = [{ index: 90, from: 90, to: 95, root: 'ab'.repeat(32) }];
    const { hub, koppel } = await meetHub({ 'POST /v1/ledger/gaps': { body: { gaps } } });
    expect(await koppel.run(['ledger', 'record-gap', '--from', '90'])).toMatchObject({ exitCode: 2 });
    expect(await koppel.run(['ledger', 'record-gap', '--from', 'x', '--yes'])).toMatchObject({ exitCode: 2 });
    expect(hub.seen).toEqual([]);
    const { output } = await koppel.run(['ledger', 'record-gap', '--from', '90', '--yes']);
    expect(hub.seen).toMatchObject([{ body: { from: 90, reason: 'gap.backup-restored' } }]);
    expect(output).toContain('the entries 90 to 94 are lost');
  });

  test('verify holds an export to the witnesses that are named', async () => {
    const { koppel } = await meetHub();
    const witness = (
      await koppel.run(['witness', 'key', '--as', `${ownOin}/a`, '--dir', join(koppel.home, 'w')])
    ).output.trim();
    const header = { edge: [], format: 'koppel-ledger-export/1', from: 0, origin, to: 0, vkey };
    const emptyRoot = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');
    const note = await signCheckpoint({ origin, size: 0, root: emptyRoot }, log);
    const file = join(koppel.home, 'ledger.ndjson');
    await mkdir(koppel.home, { recursive: true });
    await writeFile(file, `${JSON.stringify(header)}\n${JSON.stringify({ checkpoint: note })}\n`);
    expect(await koppel.run(['ledger', 'verify', file])).toMatchObject({ exitCode: 0 });
    const { exitCode, output } = await koppel.run(['ledger', 'verify', file, '--witness', witness, '--quorum', '1']);
    expect(exitCode).toBe(5);
    expect(output).toContain('[witness.quorum-missing]');
    expect(output).toContain(`${ownOin}-a countersigned nothing of this`);
  });
});
