import { KoppelError, type Fault } from '@koppel/contract';
import { clientAssertion } from './client-assertion.ts';

type Form = Readonly<Record<string, string>>;

export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const subjectTokenType = 'urn:ietf:params:oauth:token-type:jwt';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a system asks the token endpoint with. */
export interface TokenRequest {
  readonly assertion: string;
  /** Names the person for whom the token is; undefined when it is for the system itself. */
  readonly subjectToken: string | undefined;
  readonly scope: string | undefined;
}

/**
 * Reads client credentials (RFC 6749 section 4.4) or a token exchange (RFC 8693), both with `private_key_jwt`.
 *
 * @throws KoppelError `client.grant-unsupported`, `client.assertion-invalid` or `request.invalid`
 */
export function readTokenForm(form: Form): TokenRequest {
  const isExchange = form['grant_type'] === exchangeGrant;
  if (!isExchange && form['grant_type'] !== 'client_credentials') {
    throw new KoppelError('client.grant-unsupported', undefined, { details: { error: 'unsupported_grant_type' } });
  }
  const faults = isExchange ? exchangeFaults(form) : credentialFaults(form);
  if (faults.length > 0)
    throw new KoppelError('request.invalid', undefined, { details: { error: 'invalid_request', faults } });
  const { client_assertion: assertion, subject_token: subjectToken, scope } = form;
  if (form['client_assertion_type'] !== assertionType || assertion === undefined) {
    throw clientAssertion.refusal('is not signed with a key of this client');
  }
  return { assertion, subjectToken, scope };
}

const exchangeFaults = (form: Form): Fault[] => [
  ...(form['subject_token'] === undefined
    ? [{ path: '/body/subject_token', message: 'is missing: it names the person' }]
    : []),
  ...(form['subject_token_type'] === subjectTokenType
    ? []
    : [{ path: '/body/subject_token_type', message: `must be ${subjectTokenType}` }]),
];

/** Who sends a person along with the wrong grant must not get a token for the system unawares. */
const credentialFaults = (form: Form): Fault[] =>
  ['subject_token', 'subject_token_type']
    .filter((name) => form[name] !== undefined)
    .map((name) => ({ path: `/body/${name}`, message: `belongs to the grant ${exchangeGrant}` }));
