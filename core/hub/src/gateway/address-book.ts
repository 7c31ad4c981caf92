import { KoppelError } from '@koppel/contract';

export interface Address {
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
}

/** Knows which methods an address answers to, for a request that found no route. */
export class AddressBook {
  readonly #entries: readonly { readonly pattern: RegExp; readonly method: string }[];

  constructor(addresses: readonly Address[]) {
    this.#entries = addresses.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  }

  /** `request.method-not-allowed` with the methods that are, or `request.not-found`. */
  refusalOf(path: string): KoppelError {
    const methods = this.#entries.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) return new KoppelError('request.not-found');
    const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    return new KoppelError('request.method-not-allowed', undefined, { details: { allow: allow.sort() } });
  }
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
