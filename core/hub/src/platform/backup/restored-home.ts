import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { KoppelError } from '@koppel/contract';

/** The folder of keys while a backup is read: what was put there can be taken out again, and nothing else. */
export class RestoredHome {
  readonly #home: string;
  /** Files, and the topmost folders that were made for them. */
  readonly #made: string[] = [];
  #fileCount = 0;

  constructor(home: string) {
    this.#home = home;
  }

  get fileCount(): number {
    return this.#fileCount;
  }

  /** @throws KoppelError `backup.unreadable` for a name that leads out of the folder. */
  async keep(name: string, bytes: Buffer): Promise<void> {
    const path = normalize(join(this.#home, name));
    if (!path.startsWith(`${this.#home}/`)) throw new KoppelError('backup.unreadable');
    const folder = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    this.#made.push(folder ?? path);
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    this.#fileCount += 1;
  }

  async undo(): Promise<void> {
    for (const path of this.#made) await rm(path, { recursive: true, force: true });
  }
}
