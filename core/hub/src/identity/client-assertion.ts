import { KoppelError } from '@koppel/contract';
import type { StatementKind } from './signed-statement.ts';

/** How a system says who it is (private_key_jwt, RFC 7523): issuer and subject are the system itself. */
export const clientAssertion: StatementKind = {
  types: ['JWT', 'client-authentication+jwt'],
  error: 'invalid_client',
  subjectRule: 'must name <oin>:<client> as issuer and as subject',
  isSubject: (issuer, subject) => subject === issuer,
  refusal: (what) =>
    new KoppelError('client.assertion-invalid', `The client assertion ${what}`, {
      details: { error: 'invalid_client' },
    }),
};
