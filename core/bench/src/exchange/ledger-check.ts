import { createWriteStream } from 'node:fs';
import { execFile } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { HubClient } from '@koppel/local';
import { programOf } from './site.ts';

const run = promisify(execFile);

/** Entries that are committed now. */
export async function ledgerSize(hub: HubClient): Promise<number> {
  const note = await hub.get<string>('/v1/ledger/checkpoint');
  return Number(note.split('\n')[1]);
}

/** Exports the whole ledger to a file and lets the `koppel` command verify it, without the hub. */
export async function isLedgerVerified(hub: HubClient, file: string): Promise<boolean> {
  await pipeline(await hub.stream('/v1/ledger/export?from=0'), createWriteStream(file, { mode: 0o600 }));
  return verifyFile(file);
}

/** Lets the `koppel` command verify an export. */
export async function verifyFile(file: string): Promise<boolean> {
  const command = programOf('core', 'cli', 'bin', 'koppel.js');
  try {
    const { stdout } = await run(process.execPath, ['--no-warnings', command, 'ledger', 'verify', file, '--json']);
    const report = JSON.parse(stdout) as { isGood: boolean; summary: { to: number } };
    return report.isGood;
  } catch {
    return false;
  }
}
