import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { createNoteSigner, type NoteSigner } from '@koppel/ledger';
import { readOrCreateKeyFile } from '../platform/key-file.ts';

const newKey = (): string => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));

/** The Ed25519 key that signs checkpoints, in `<home>/keys/checkpoint.jwk`. */
export async function readLogSigner(home: string, origin: string): Promise<NoteSigner> {
  const jwk = JSON.parse(await readOrCreateKeyFile(join(home, 'keys', 'checkpoint.jwk'), newKey));
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return createNoteSigner(origin, { privateKey, publicKey: createPublicKey(privateKey) });
}
