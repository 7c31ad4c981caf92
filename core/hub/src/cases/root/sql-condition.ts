/** A condition that grows: each part has a `?` for each of its values, which become numbered parameters. */
export class SqlCondition {
  readonly #parts: string[] = [];
  readonly parameters: unknown[] = [];

  get where(): string {
    return this.#parts.join(' AND ');
  }

  and(part: string, ...values: readonly unknown[]): this {
    const rest = [...values];
    const numbered = part.replaceAll('?', () => `$${this.parameters.push(rest.shift())}`);
    this.#parts.push(`(${numbered})`);
    return this;
  }
}
