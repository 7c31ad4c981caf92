import type { EntityManager } from 'typeorm';

interface TokenRow {
  readonly root: string;
  readonly token: Buffer;
}

/** Which of these tokens each of these roots has. */
export async function tokensAmong(
  manager: EntityManager,
  { roots, tokens }: { roots: readonly string[]; tokens: readonly Buffer[] },
): Promise<readonly TokenRow[]> {
  return manager.query('SELECT root, token FROM process_token WHERE root = ANY($1) AND token = ANY($2)', [
    roots,
    tokens,
  ]);
}
