import { KoppelError } from '@koppel/contract';
import type { Caller, OrganisationKey, ResultOf, Scope } from '../platform/actions.ts';
import { accessTokenSeconds, type AccessTokens } from './access-token.ts';
import { clientAssertion } from './client-assertion.ts';
import type { IdentityStore, Standing } from './identity.store.ts';
import { StatementReader, type StatementClaim, type StatementRules } from './signed-statement.ts';
import { subjectToken } from './subject-token.ts';
import { readTokenForm } from './token-form.ts';

interface TokenParts {
  readonly store: Pick<IdentityStore, 'findKey' | 'findStanding' | 'useAssertion'>;
  readonly accessTokens: AccessTokens;
  readonly rules: StatementRules;
}

type Form = Readonly<Record<string, string>>;
type Meet = (key: OrganisationKey) => void;

interface Expected {
  /** Whoever must have signed, when that is known already. */
  readonly system?: OrganisationKey;
  readonly meet?: Meet;
}

/** What a person may do at most; the rest is a matter between the hub and a system. */
const personScopes: readonly Scope[] = ['cases', 'exchange'];

/** Signed statements of systems in, access tokens out; and access tokens back in, callers out. */
export class Tokens {
  readonly #parts: TokenParts;
  readonly #assertions: StatementReader;
  readonly #subjectTokens: StatementReader;

  constructor(parts: TokenParts) {
    this.#parts = parts;
    this.#assertions = new StatementReader(clientAssertion, parts.rules);
    this.#subjectTokens = new StatementReader(subjectToken, parts.rules);
  }

  /**
   * `meet` hears of the registered key of a system that a statement names, before it is known whether it really signed.
   *
   * @throws KoppelError `client.…`, `organisation.inactive`, `token.…` or `request.invalid`
   */
  async issue(form: Form, meet: Meet = () => undefined): Promise<ResultOf<'identity.issueToken'>> {
    const asked = readTokenForm(form);
    const { key } = await this.#accept(this.#assertions, asked.assertion, { meet });
    if (asked.subjectToken === undefined) return this.#give([key], chooseScopes(key.scopes, asked.scope));
    const voucher = await this.#accept(this.#subjectTokens, asked.subjectToken, { system: key });
    const keys = [key, voucher.key];
    return this.#give(keys, chooseScopes(scopesForPerson(keys), asked.scope), voucher.subject);
  }

  /** The caller of a token, as long as the keys it was given for and the organisation still count. */
  async verify(token: string): Promise<Caller> {
    const { caller, kids } = await this.#parts.accessTokens.verify(token);
    const standings = await Promise.all(kids.map((kid) => this.#parts.store.findStanding({ oin: caller.oin, kid })));
    for (const standing of standings) {
      if (standing?.key.status !== 'active') throw new KoppelError('token.invalid');
      if (!standing.isOrganisationActive) throw new KoppelError('organisation.inactive');
    }
    return caller;
  }

  async #give(
    keys: readonly OrganisationKey[],
    scopes: readonly Scope[],
    person?: string,
  ): Promise<ResultOf<'identity.issueToken'>> {
    const [{ oin, client }] = keys as [OrganisationKey];
    const caller: Caller = { oin, client: String(client), scopes, ...(person === undefined ? {} : { person }) };
    const kids = [...new Set(keys.map(({ kid }) => kid))];
    const accessToken = await this.#parts.accessTokens.issue({ caller, kids });
    return { accessToken, expiresInSeconds: accessTokenSeconds, scopes };
  }

  /** Takes a statement once. */
  async #accept(
    reader: StatementReader,
    statement: string,
    { system, meet }: Expected,
  ): Promise<{ key: OrganisationKey; subject: string }> {
    const { store } = this.#parts;
    const claim = reader.read(statement);
    const standing = await store.findKey(claim.oin, claim.kid);
    if (!standing || !maySign(standing, claim) || !isOf(claim, system)) throw reader.unknownSigner();
    meet?.(standing.key);
    const { oin, client } = claim;
    const { jti, expiresAt } = await reader.verify(statement, standing.key);
    if (!standing.isOrganisationActive) throw new KoppelError('organisation.inactive');
    if (!(await store.useAssertion({ oin, client, jti, expiresAt })))
      throw new KoppelError('client.assertion-replayed', 'What this client signed was used before');
    return { key: standing.key, subject: claim.subject };
  }
}

const maySign = ({ key }: Standing, { client }: StatementClaim): boolean =>
  key.use === 'client' && key.status === 'active' && key.client === client;

const isOf = ({ oin, client }: StatementClaim, system: OrganisationKey | undefined): boolean =>
  system === undefined || (system.oin === oin && system.client === client);

/** Both the key of the system and the key that vouches for the person must allow it. */
function scopesForPerson(keys: readonly OrganisationKey[]): readonly Scope[] {
  const scopes = personScopes.filter((scope) => keys.every((key) => key.scopes.includes(scope)));
  if (scopes.includes('cases')) return scopes;
  throw new KoppelError('token.insufficient-scope', 'The key lets its system act for nobody', {
    details: { error: 'invalid_scope', scope: 'cases' },
  });
}

/** What was asked for, or everything that is allowed. */
function chooseScopes(allowed: readonly Scope[], asked: string | undefined): readonly Scope[] {
  if (asked === undefined) return allowed;
  const names = asked.split(' ');
  const scopes = allowed.filter((scope) => names.includes(scope));
  if (scopes.length === new Set(names).size) return scopes;
  throw new KoppelError('token.insufficient-scope', 'The key does not allow every scope that was asked for', {
    details: { error: 'invalid_scope', scope: allowed.join(' ') },
  });
}
