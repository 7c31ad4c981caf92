import { KoppelError } from '@koppel/contract';
import { Type } from 'typebox';
import { isPossible } from './guarded-lookup.ts';

/**
 * The base of a source's addresses, as a configuration entry. Plain HTTP is for this machine only: questions hold a bsn
 * and a credential. No user, query or fragment.
 */
export const SourceUrl = Type.String({
  pattern:
    '^(https://[^/?#@\\\\\\s]+|http://(localhost|127[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}|\\[::1\\])(:[0-9]+)?)(/[^?#\\\\\\s]*)?$',
  maxLength: 200,
});

/**
 * Reads the address of a source. Its origin must be written the way it will be called, so that whoever reads the
 * configuration sees where questions go: `https://2130706433` and `https://0x7f.1` are this machine in disguise.
 *
 * @throws KoppelError `config.invalid` when it is written otherwise, or is one at which no source can be.
 */
export function readSourceUrl(text: string): URL {
  const url = URL.parse(text);
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url === null || !isOriginOf(text, url)) throw new KoppelError('config.invalid', 'No plain address of a source');
  if (!isPossible(host, host)) throw new KoppelError('config.invalid', `No source can be at ${url.origin}`);
  return url;
}

/** Whether a text begins with the origin that was read from it, and goes on with a port or a path. */
function isOriginOf(text: string, { origin }: URL): boolean {
  const isSame = text.slice(0, origin.length).toLowerCase() === origin;
  return isSame && /^(:[0-9]+)?(\/|$)/.test(text.slice(origin.length));
}
