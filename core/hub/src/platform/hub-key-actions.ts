import type { KeyKind } from './keys/key-custody.ts';
import type { KeyState } from './keys/key-register.ts';
import type { Caller } from './caller.ts';

/** One version of one of the hub's own keys, as its operator sees it. */
export interface HubKey {
  readonly kind: KeyKind;
  /** The collaboration, for a pseudonym key with its year; `log` and `hub` for the keys of which there is one. */
  readonly name: string;
  readonly version: number;
  readonly state: KeyState;
  readonly fingerprint: string | null;
  readonly activeFrom: string;
  /** What verifies the log, for keys that sign it. */
  readonly verifierKey: string | null;
}

export interface HubKeyActions {
  'identity.listHubKeys': [params: { caller: Caller }, result: readonly HubKey[]];
  'identity.rotateHubKey': [
    params: { caller: Caller; kind: KeyKind; collaboration?: string; isCompromised: boolean },
    result: HubKey,
  ];
}
