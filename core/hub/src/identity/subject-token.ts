import { Actor, compileSchema, KoppelError } from '@koppel/contract';
import type { StatementKind } from './signed-statement.ts';

const person = compileSchema(Actor.properties.id);

/**
 * How a system says for which employee it acts (subject token, RFC 8693): issuer is the system, subject the employee's
 * pseudonym. Its type and the shape of its subject both keep it from passing for an assertion, and the other way round.
 */
export const subjectToken: StatementKind = {
  types: ['koppel-person+jwt'],
  error: 'invalid_request',
  subjectRule: 'must name <oin>:<client> as issuer and the pseudonym of a person as subject',
  isSubject: (_issuer, subject) => person.isValid(subject),
  refusal: (what) =>
    new KoppelError('request.invalid', `The subject token ${what}`, {
      details: { error: 'invalid_request', faults: [{ path: '/body/subject_token', message: what }] },
    }),
};
