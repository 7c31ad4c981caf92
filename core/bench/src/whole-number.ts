/** Reads the number of an option. @throws Error with a sentence for anything else. */
export function wholeNumber(name: string, text: string, least = 1): number {
  if (/^[1-9][0-9]{0,8}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} takes whole numbers from ${least} to 999999999, not "${text}"`);
}
