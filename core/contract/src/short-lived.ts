/**
 * Values by name that come and go all the time. A `Map` or `Set` would keep what it forgot alive until the next full
 * garbage collection: each table that it outgrows leads on to the one after it. Here nothing leads anywhere.
 */
export class ShortLived<Value> {
  readonly #values = Object.create(null) as Record<string, Value>;
  #added = 0;

  /** Keeps a value under a name of its own, and tells it. */
  add(value: Value): string {
    this.#added += 1;
    const name = this.#added.toString(36);
    this.#values[name] = value;
    return name;
  }

  set(name: string, value: Value): void {
    this.#values[name] = value;
  }

  get(name: string): Value | undefined {
    return this.#values[name];
  }

  /** Forgets the value, and tells it. */
  take(name: string): Value | undefined {
    const value = this.#values[name];
    delete this.#values[name];
    return value;
  }

  /** Names and values that are kept now, whatever comes or goes meanwhile. */
  entries(): readonly (readonly [string, Value])[] {
    return Object.entries(this.#values);
  }
}
