/** Reads RFC 3339 timestamps with milliseconds and `Z`; quick when many in a row fall in the same second. */
export class InstantReader {
  #second = '';
  #secondMs = 0;

  /** Milliseconds since the epoch, or undefined for a day or an hour that does not exist. */
  read(timestamp: string): number | undefined {
    const second = timestamp.slice(0, 20);
    if (second !== this.#second) {
      const secondMs = Date.parse(`${second}000Z`);
      if (Number.isNaN(secondMs) || new Date(secondMs).toISOString() !== `${second}000Z`) return undefined;
      this.#second = second;
      this.#secondMs = secondMs;
    }
    return this.#secondMs + Number(timestamp.slice(20, 23));
  }
}
