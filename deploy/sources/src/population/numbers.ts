const firstPrefix = 9999_0000;
const lastPrefix = 9999_9999;
const weights = [9, 8, 7, 6, 5, 4, 3, 2];

function checkDigit(prefix: string): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(prefix[i]), 0) % 11;
}

/** Nine digits that pass the 11-test (weights 9 to 2, then -1). */
export function isBsn(text: string): boolean {
  return /^(?!0{9})\d{9}$/.test(text) && checkDigit(text.slice(0, 8)) === Number(text[8]);
}

/** True for a bsn from 9999xxxxx, the range that is kept for tests and never issued to a person. */
export function isTestBsn(text: string): boolean {
  return text.startsWith('9999') && isBsn(text);
}

/** Every bsn of the test range, ascending: ten in eleven of its ten thousand prefixes have a check digit. */
export const testBsns: readonly string[] = Array.from({ length: lastPrefix - firstPrefix + 1 }, (_, i) =>
  String(firstPrefix + i),
)
  .filter((prefix) => checkDigit(prefix) < 10)
  .map((prefix) => `${prefix}${checkDigit(prefix)}`);

/** Eight digits with the recognisable prefix `000`. */
export function kvkNumber(serial: number): string {
  return String(serial).padStart(8, '0');
}

/** Sixteen digits under municipality code 9990, which no municipality has. */
export function addressIds(serial: number): { id: string; designationId: string } {
  const digits = String(serial).padStart(10, '0');
  return { id: `999001${digits}`, designationId: `999020${digits}` };
}
