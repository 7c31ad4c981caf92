/** A key as the hub tells about it. */
export interface RegisteredKey {
  readonly kid: string;
  readonly use: 'client' | 'agreement';
  readonly client: string | null;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly createdAt: string;
}
