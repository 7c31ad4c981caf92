import { createPublicKey } from 'node:crypto';
import { KoppelError, type Clock } from '@koppel/contract';
import { createVerifierKey, formatVerifierKey } from '@koppel/ledger';
import type { Call, Caller, LedgerEntryDraft, ParamsOf } from '../platform/actions.ts';
import type { HubKey } from '../platform/hub-key-actions.ts';
import type { KeyKind } from '../platform/keys/key-custody.ts';
import type { RegisteredKey } from '../platform/keys/key-register.ts';
import type { KeyChange, KeyRing } from '../platform/keys/key-ring.ts';
import { requireOperator } from './identity-policy.ts';

interface HubKeyParts {
  readonly ring: KeyRing;
  readonly call: Call;
  /** The domain clock, by whose year pseudonyms are made. */
  readonly clock: Clock;
  readonly origin: string;
}

type Rotation = ParamsOf<'identity.rotateHubKey'>;

const singleNames: Partial<Record<KeyKind, string>> = { checkpoint: 'log', token: 'hub' };

/** The hub's own keys in the hands of its operator. */
export class HubKeys {
  readonly #parts: HubKeyParts;

  constructor(parts: HubKeyParts) {
    this.#parts = parts;
  }

  async list(caller: Caller): Promise<readonly HubKey[]> {
    requireOperator(caller);
    await this.#parts.ring.look();
    return this.#parts.ring.all().map((key) => this.#shown(key));
  }

  /**
   * Replaces a key on every node, without anybody noticing.
   *
   * @throws KoppelError `resource.not-found` for a collaboration without such a key, `resource.changed` while the last
   * rotation is under way, `ledger.unavailable`.
   */
  async rotate(asked: Rotation): Promise<HubKey> {
    const { caller, kind, isCompromised } = asked;
    requireOperator(caller);
    const name = this.#nameOf(asked);
    await this.#parts.ring.look();
    if (this.#parts.ring.versions(kind, name).length === 0) throw new KoppelError('resource.not-found');
    const organisation = { oin: caller.oin, client: caller.client };
    const about = { organisation, ...(isCompromised ? { code: 'key.compromised' } : {}) };
    const tell = (change: KeyChange) => this.#log({ ...rotationEntry(change), ...about });
    return this.#shown(await this.#parts.ring.rotate({ kind, name, isCompromised, tell }));
  }

  /** Tells the ledger of keys that took the place of lost ones. */
  tellOfReplacements(): Promise<void> {
    return this.#parts.ring.tellOfReplacements((change) => this.#log({ ...rotationEntry(change), code: 'key.lost' }));
  }

  async #log(entry: LedgerEntryDraft): Promise<void> {
    await this.#parts.call('ledger.append', { entries: [entry] });
  }

  /** @throws KoppelError `request.invalid` when a collaboration is named that has no part in it, or none that has. */
  #nameOf({ kind, collaboration }: Rotation): string {
    const single = singleNames[kind];
    if ((single === undefined) === (collaboration === undefined)) throw wrongCollaboration(single === undefined);
    const name = single ?? String(collaboration);
    return kind === 'pseudonym' ? `${name}.${new Date(this.#parts.clock.now()).getUTCFullYear()}` : name;
  }

  #shown({ kind, name, version, state, fingerprint, activeFrom, publicKey }: RegisteredKey): HubKey {
    const verifierKey = kind === 'checkpoint' && publicKey !== null ? this.#verifierKeyOf(publicKey) : null;
    return { kind, name, version, state, fingerprint, activeFrom, verifierKey };
  }

  #verifierKeyOf(raw: string): string {
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
    return formatVerifierKey(createVerifierKey(this.#parts.origin, publicKey));
  }
}

/** What the ledger keeps of a rotation: which key took the place of which. */
function rotationEntry({ key, previous }: KeyChange): LedgerEntryDraft {
  const { kind, name, version, fingerprint } = key;
  const before = previous?.fingerprint ?? null;
  return {
    type: 'key.rotated',
    action: 'change',
    ...(singleNames[kind] === undefined ? { collaboration: name.replace(/\.[0-9]{4}$/, '') } : {}),
    key: { kind, version, ...(before === null ? {} : { previous: before }) },
    digest: fingerprint,
  };
}

const wrongCollaboration = (isNeeded: boolean): KoppelError =>
  new KoppelError('request.invalid', undefined, {
    details: {
      faults: [
        {
          path: '/body/collaboration',
          message: isNeeded ? 'is missing: there is such a key for each' : 'must be absent: there is one such key',
        },
      ],
    },
  });
