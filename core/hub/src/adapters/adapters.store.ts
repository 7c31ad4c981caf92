import { canonicalDigest, KoppelError, operationId, type Manifest, type OperationDescription } from '@koppel/contract';
import type { DataSource, EntityManager } from 'typeorm';

export interface StoredAdapter {
  readonly oin: string;
  readonly client: string;
  readonly manifest: Manifest;
}

/** What the registry remembers over restarts. */
export class AdapterStore {
  readonly #dataSource: DataSource;
  #adapters: readonly StoredAdapter[] = [];
  #mark: string | undefined;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Manifests are large and seldom change, so they are only read again when a row has become another one. */
  async list(): Promise<readonly StoredAdapter[]> {
    const [row] = await this.#dataSource.query<{ mark: string }[]>(
      'SELECT coalesce(sum(xmin::text::bigint), 0)::text AS mark FROM adapter',
    );
    if (row?.mark === this.#mark) return this.#adapters;
    this.#adapters = await this.#dataSource.query('SELECT oin, client, manifest FROM adapter ORDER BY oin, client');
    this.#mark = row?.mark;
    return this.#adapters;
  }

  /**
   * Keeps a manifest in the place of the client's former one.
   * @throws KoppelError `manifest.operation-changed` when an operation kept its version and changed its form: agreements
   * were signed over that form.
   */
  async save({ oin, client, manifest }: StoredAdapter): Promise<void> {
    await this.#dataSource.transaction(async (manager) => {
      for (const operation of manifest.operations) await keepForm(manager, oin, operation);
      await manager.query(
        `INSERT INTO adapter (oin, client, manifest) VALUES ($1, $2, $3)
         ON CONFLICT (oin, client) DO UPDATE SET manifest = $3, registered_at = now()`,
        [oin, client, manifest],
      );
    });
  }
}

async function keepForm(manager: EntityManager, oin: string, operation: OperationDescription): Promise<void> {
  const { request, reply, modes, subjects } = operation;
  const digest = canonicalDigest({ request, reply, modes, subjects });
  const id = operationId(operation);
  await manager.query('INSERT INTO adapter_operation VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [oin, id, digest]);
  const [row] = await manager.query<{ digest: string }[]>(
    'SELECT digest FROM adapter_operation WHERE oin = $1 AND operation = $2',
    [oin, id],
  );
  if (row?.digest !== digest) {
    throw new KoppelError(
      'manifest.operation-changed',
      `${id} was registered before with another form; raise its version`,
    );
  }
}
