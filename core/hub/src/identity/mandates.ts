import { randomBytes } from 'node:crypto';
import { compileSchema, KoppelError, Uuid, type Clock } from '@koppel/contract';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import {
  isOperator,
  type ActiveMandate,
  type Call,
  type Caller,
  type ParamsOf,
  type ResultOf,
} from '../platform/actions.ts';
import type { Mandate, MandateDraft } from '../platform/mandate.schema.ts';
import { decodeCursor, defaultPageSize, pageOf, type Page } from '../platform/paging.ts';
import { mandateEntry } from './identity-entries.ts';
import { requireMandateOffice } from './identity-policy.ts';
import { findOffice } from '../platform/offices.ts';
import { mandateFaults, type MandateSurroundings } from './mandate-rules.ts';
import type { MandateStore } from './mandates.store.ts';

export interface MandateParts {
  readonly store: MandateStore;
  readonly call: Call;
  /** The domain clock: a period is one of the calendar. */
  readonly clock: Clock;
}

const positions = compileSchema(Type.Object({ id: Uuid }, { additionalProperties: false }));

/** What organisations formally delegate to their people. Every change is in the ledger before anybody can see it. */
export class Mandates {
  readonly #parts: MandateParts;

  constructor(parts: MandateParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `mandate.invalid` with every fault at once, or `token.insufficient-scope` */
  async give(caller: Caller, draft: MandateDraft): Promise<Mandate> {
    requireMandateOffice(caller);
    const faults = mandateFaults(draft, await this.#surroundingsOf(caller, draft));
    if (faults.length > 0) throw new KoppelError('mandate.invalid', undefined, { details: { faults } });
    const [from, until] = [new Date(draft.from).toISOString(), new Date(draft.until).toISOString()];
    const now = this.#now().toISOString();
    const inForce = from <= now && now < until;
    const mandate: Mandate = {
      id: uuidv7(),
      oin: caller.oin,
      ...draft,
      from,
      until,
      status: 'active',
      inForce,
      revision: 1,
    };
    const salted = { mandate, salt: randomBytes(32).toString('base64url') };
    await this.#parts.store.insert(salted, () => this.#log(mandateEntry('mandate.given', salted, caller)));
    return mandate;
  }

  async get(caller: Caller, id: string): Promise<Mandate> {
    return (await this.#getSalted(caller, id)).mandate;
  }

  /** All for the operator, the organisation's for its systems, and their own for a person. */
  async list(caller: Caller, query: ParamsOf<'identity.listMandates'>['query']): Promise<Page<Mandate>> {
    const { limit = defaultPageSize, after, ...filter } = query;
    const place = after === undefined ? {} : { before: decodeCursor<{ id: string }>(after, positions).id };
    const whose = isOperator(caller) ? {} : { oin: caller.oin };
    const own = caller.person === undefined ? {} : { person: caller.person };
    const rows = await this.#parts.store.list({ ...filter, ...place, ...whose, ...own, limit: limit + 1 }, this.#now());
    return pageOf(rows, limit, ({ id }) => ({ id }));
  }

  /** Revoking twice changes nothing. */
  async revoke({ caller, id, reason, revision }: ParamsOf<'identity.revokeMandate'>): Promise<Mandate> {
    requireMandateOffice(caller);
    const { mandate, salt } = await this.#getSalted(caller, id);
    if (mandate.oin !== caller.oin) throw new KoppelError('resource.not-found');
    if (revision !== undefined && revision !== mandate.revision) throw new KoppelError('resource.changed');
    if (mandate.status === 'revoked') return mandate;
    const change = { status: 'revoked', inForce: false, revokedAt: this.#now().toISOString(), reason } as const;
    const revoked: Mandate = { ...mandate, ...change, revision: mandate.revision + 1 };
    const entry = mandateEntry('mandate.revoked', { mandate: revoked, salt }, caller);
    if (await this.#parts.store.revoke(revoked, () => this.#log(entry))) return revoked;
    throw new KoppelError('resource.changed');
  }

  /** What a person is mandated to now; asked anew each time, so that a revocation binds at once. */
  activeOf(asked: ParamsOf<'identity.mandatesOf'>): Promise<readonly ActiveMandate[]> {
    return this.#parts.store.activeOf(asked, this.#now());
  }

  /** Who acts in these roles now. */
  holdersOf(asked: ParamsOf<'identity.holdersOf'>): Promise<ResultOf<'identity.holdersOf'>> {
    return this.#parts.store.holdersOf(asked, this.#now());
  }

  async #getSalted(caller: Caller, id: string) {
    const salted = await this.#parts.store.find(id, this.#now());
    if (salted === undefined || !mayRead(caller, salted.mandate)) throw new KoppelError('resource.not-found');
    return salted;
  }

  async #surroundingsOf(caller: Caller, draft: MandateDraft): Promise<MandateSurroundings> {
    const { oin } = caller;
    const { collaboration, role, level, substituteOf } = draft;
    const organisation = await this.#parts.call('identity.findOrganisation', { oin });
    const isMember = organisation?.collaborations.includes(collaboration) ?? false;
    const now = this.#now();
    const first = substituteOf === undefined ? undefined : await this.#parts.store.find(substituteOf, now);
    return {
      now: now.getTime(),
      isMember,
      isRoleKnown: isMember && (await this.#isRoleKnown({ collaboration, role, level })),
      first: first?.mandate.oin === oin ? first.mandate : null,
    };
  }

  async #isRoleKnown(asked: ParamsOf<'model.knowsRole'>): Promise<boolean> {
    const office = findOffice(asked.role);
    return office ? office.levels.includes(asked.level) : this.#parts.call('model.knowsRole', asked);
  }

  #log(entry: ReturnType<typeof mandateEntry>): Promise<readonly number[]> {
    return this.#parts.call('ledger.append', { entries: [entry] });
  }

  #now(): Date {
    return new Date(this.#parts.clock.now());
  }
}

const mayRead = (caller: Caller, { oin, person }: Mandate): boolean =>
  isOperator(caller) || (oin === caller.oin && (caller.person === undefined || caller.person === person));
