import { KoppelError, type Fault } from '@koppel/contract';
import { isOperator, type Caller, type OrganisationKey } from '../platform/actions.ts';

/** What somebody wants to register. */
export type KeyDraft = Pick<OrganisationKey, 'oin' | 'use' | 'client' | 'scopes' | 'jwk'>;

/** @throws KoppelError `resource.not-found` for another organisation, exactly as for one that does not exist. */
export function requireSight(caller: Caller, oin: string): void {
  if (caller.oin !== oin && !isOperator(caller)) throw new KoppelError('resource.not-found');
}

/** @throws KoppelError `token.insufficient-scope` */
export function requireOperator(caller: Caller): void {
  if (!isOperator(caller)) throw insufficient('operate');
}

/**
 * Who may register a key.
 *
 * The operator registers the first keys of every organisation, and every key that signs agreements or evidence: such a
 * key binds the organisation, so somebody must have checked who handed it in. A system replaces its own key by itself, for itself
 * alone and with no scope that its token does not have. `operate` stays in the operator's own organisation.
 *
 * @throws KoppelError `resource.not-found`, `token.insufficient-scope` or `request.invalid`
 */
export function checkNewKey(caller: Caller, key: KeyDraft): void {
  requireSight(caller, key.oin);
  checkShape(key);
  if (isOperator(caller)) {
    if (key.scopes.includes('operate') && key.oin !== caller.oin) {
      throw new KoppelError('request.invalid', undefined, { details: { faults: [operateFault] } });
    }
    return;
  }
  if (!isOwnSystem(caller, key) || key.scopes.some((scope) => !caller.scopes.includes(scope)))
    throw insufficient('operate');
}

function checkShape({ use, client, scopes }: KeyDraft): void {
  const found = use === 'client' ? clientKeyFaults(client, scopes) : signingKeyFaults(client, scopes);
  if (found.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults: found } });
}

const operateFault: Fault = {
  path: '/body/scopes',
  message: 'may hold "operate" for a system of the operator alone',
};

const clientKeyFaults = (client: KeyDraft['client'], scopes: KeyDraft['scopes']): Fault[] => [
  ...(client === null ? [{ path: '/body/client', message: 'is missing: a client key belongs to a system' }] : []),
  ...(scopes.length === 0 ? [{ path: '/body/scopes', message: 'is missing: the key would allow nothing' }] : []),
];

const signingKeyFaults = (client: KeyDraft['client'], scopes: KeyDraft['scopes']): Fault[] => [
  ...(client === null
    ? []
    : [{ path: '/body/client', message: 'must be absent: the key belongs to the organisation' }]),
  ...(scopes.length === 0
    ? []
    : [{ path: '/body/scopes', message: 'must be absent: the key signs, it does not call' }]),
];

/**
 * Who may revoke a key: the operator any, a system its own, and a system with the scope `agreements` every key of its
 * organisation. Revoking is the safe direction, so it asks for less than registering.
 *
 * @throws KoppelError `token.insufficient-scope`
 */
export function checkRevocation(caller: Caller, key: OrganisationKey): void {
  if (isOperator(caller) || isOwnSystem(caller, key) || caller.scopes.includes('agreements')) return;
  throw insufficient('agreements');
}

/** A person who works with a system is not that system: with a key of it they could become anybody else. */
const isOwnSystem = (caller: Caller, { use, client }: Pick<KeyDraft, 'use' | 'client'>): boolean =>
  caller.person === undefined && use === 'client' && client === caller.client;

/**
 * Who may give and revoke mandates: a system of the organisation itself, never a person on their own account, and not
 * the operator for others.
 *
 * @throws KoppelError `token.insufficient-scope`
 */
export function requireMandateOffice(caller: Caller): void {
  if (caller.person !== undefined || !caller.scopes.includes('mandates')) throw insufficient('mandates');
}

const insufficient = (scope: string): KoppelError =>
  new KoppelError('token.insufficient-scope', undefined, { details: { scope } });
