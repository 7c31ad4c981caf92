import { KoppelError } from '@koppel/contract';
import type { Caller, OrganisationKey, ResultOf, Scope } from '../platform/actions.ts';
import { accessTokenSeconds, type AccessTokens } from './access-token.ts';
import {
  readAssertion,
  unknownClient,
  verifyAssertion,
  type AssertionClaim,
  type AssertionRules,
} from './client-assertion.ts';
import type { IdentityStore } from './identity.store.ts';

interface TokenParts {
  readonly store: Pick<IdentityStore, 'findKey' | 'useAssertion'>;
  readonly accessTokens: AccessTokens;
  readonly rules: AssertionRules;
}

type Form = Readonly<Record<string, string>>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Client credentials with `private_key_jwt` in, access tokens out; and access tokens back in, callers out. */
export class Tokens {
  readonly #parts: TokenParts;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `client.grant-unsupported`, `client.assertion-…`, `organisation.inactive`, `token.…` */
  async issue(form: Form): Promise<ResultOf<'identity.issueToken'>> {
    const assertion = readForm(form);
    const key = await this.#authenticate(assertion);
    const scopes = scopesFor(key, form['scope']);
    const caller: Caller = { oin: key.oin, client: String(key.client), scopes };
    const accessToken = await this.#parts.accessTokens.issue({ caller, kid: key.kid });
    return { accessToken, expiresInSeconds: accessTokenSeconds, scopes };
  }

  /** The caller of a token, as long as the key it was given for and the organisation still count. */
  async verify(token: string): Promise<Caller> {
    const { caller, kid } = await this.#parts.accessTokens.verify(token);
    const standing = await this.#parts.store.findKey(caller.oin, kid);
    if (standing?.key.status !== 'active') throw new KoppelError('token.invalid');
    if (!standing.isOrganisationActive) throw new KoppelError('organisation.inactive');
    return caller;
  }

  async #authenticate(assertion: string): Promise<OrganisationKey> {
    const { store, rules } = this.#parts;
    const claim = readAssertion(assertion);
    const standing = await store.findKey(claim.oin, claim.kid);
    if (!standing || !mayAuthenticate(standing.key, claim)) throw unknownClient();
    const { jti, expiresAt } = await verifyAssertion(assertion, standing.key, rules);
    if (!standing.isOrganisationActive) throw new KoppelError('organisation.inactive');
    if (!(await store.useAssertion({ oin: claim.oin, client: claim.client, jti, expiresAt }))) {
      throw new KoppelError('client.assertion-replayed');
    }
    return standing.key;
  }
}

function readForm(form: Form): string {
  if (form['grant_type'] !== 'client_credentials') {
    throw new KoppelError('client.grant-unsupported', undefined, { details: { error: 'unsupported_grant_type' } });
  }
  const assertion = form['client_assertion'];
  if (form['client_assertion_type'] !== assertionType || assertion === undefined) throw unknownClient();
  return assertion;
}

const mayAuthenticate = (key: OrganisationKey, { client }: AssertionClaim): boolean =>
  key.use === 'client' && key.status === 'active' && key.client === client;

/** What was asked for, or everything the key allows. */
function scopesFor(key: OrganisationKey, asked: string | undefined): readonly Scope[] {
  if (asked === undefined) return key.scopes;
  const names = asked.split(' ');
  const scopes = key.scopes.filter((scope) => names.includes(scope));
  if (scopes.length === new Set(names).size) return scopes;
  throw new KoppelError('token.insufficient-scope', 'The key does not allow every scope that was asked for', {
    details: { error: 'invalid_scope', scope: key.scopes.join(' ') },
  });
}
