import { readFileSync } from 'node:fs';
import { createEvidenceSigner, KoppelError, type EvidenceSigner } from '@koppel/contract';

/**
 * The signer whose private key (a JSON Web Key) is in a file: the one place where an evidence key is read.
 *
 * @throws KoppelError `config.invalid` when the file holds no such key.
 */
export function readEvidenceSigner(file: string): EvidenceSigner {
  try {
    return createEvidenceSigner(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // No cause: the parser's message may quote the key.
    throw new KoppelError(
      'config.invalid',
      'The evidence key must be a private Ed25519 JSON Web Key that names its kid',
    );
  }
}
