import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compileSchema, KeptEvidence, KoppelError } from '@koppel/contract';

const schema = compileSchema(KeptEvidence);

/**
 * Where a party keeps what it needs to prove an exchange, one file per transaction, for the owner of the process alone
 * (folder 0700, files 0600). What is kept has reached the disk before anything moves.
 */
export class EvidenceFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The file of one transaction, or of one exchange. */
  fileOf(id: string): string {
    return join(this.#directory, `${id}.json`);
  }

  /** @throws KoppelError `evidence.not-kept` when it cannot be written. */
  async keep(id: string, kept: KeptEvidence): Promise<void> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await chmod(this.#directory, 0o700);
      await writeDurably(this.fileOf(id), `${JSON.stringify(kept)}\n`);
    } catch (cause) {
      throw new KoppelError('evidence.not-kept', undefined, { cause });
    }
  }

  /** Forgets what came to nothing. */
  async forget(id: string): Promise<void> {
    await rm(this.fileOf(id), { force: true });
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** What was kept. @throws KoppelError `evidence.not-kept` for a file that is not there or is none of ours. */
export async function readKeptEvidence(file: string): Promise<KeptEvidence> {
  const kept: unknown = await readFile(file, 'utf8').then(JSON.parse).catch(notKept);
  if (!schema.isValid(kept)) return notKept();
  return kept as KeptEvidence;
}

function notKept(cause?: unknown): never {
  throw new KoppelError('evidence.not-kept', 'The file holds no kept evidence', cause === undefined ? {} : { cause });
}
