export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** Reads the number of an option. @throws Error with a sentence for anything else. */
export function wholeNumber(name: string, text: string, { least = 1, most = 9999 }: Bounds = {}): number {
  const value = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name} takes whole numbers from ${least} to ${most}, not "${text}"`);
}
