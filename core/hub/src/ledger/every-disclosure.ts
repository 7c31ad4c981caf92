import type { Call, LoggedEntry, ParamsOf } from '../platform/actions.ts';

/** Who was asked about more often than this many pages tell is shown the newest. */
const mostPages = 20;

/** All pages of one look-up: about somebody who was asked about often there is more than one message holds. */
export async function everyDisclosure(
  call: Call,
  lookUp: Omit<ParamsOf<'ledger.disclosures'>, 'before'>,
): Promise<readonly LoggedEntry[]> {
  const all: LoggedEntry[] = [];
  let before: number | null | undefined;
  for (let page = 0; page < mostPages && before !== null; page += 1) {
    const params = before === undefined ? lookUp : { ...lookUp, before };
    const { disclosures, next } = await call('ledger.disclosures', params);
    all.push(...disclosures);
    before = next;
  }
  return all;
}
