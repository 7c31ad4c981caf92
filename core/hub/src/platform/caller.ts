/** Who acts: an organisation through one of its systems; established by the token or by the link, never by a body. */
export interface Caller {
  readonly oin: string;
  readonly client: string;
  readonly scopes: readonly Scope[];
  /** The employee for whom the system acts: a pseudonym that only the organisation resolves. */
  readonly person?: string;
}

/** What a token may allow. `operate` belongs to the hub's operator alone. */
export const scopes = ['exchange', 'agreements', 'ledger', 'mandates', 'cases', 'operate'] as const;
export type Scope = (typeof scopes)[number];

/** Whether somebody acts for the organisation that runs the hub. */
export const isOperator = ({ scopes: held }: Pick<Caller, 'scopes'>): boolean => held.includes('operate');
