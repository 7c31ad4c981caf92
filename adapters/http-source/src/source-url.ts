import { Type } from 'typebox';

/**
 * The base of a source's addresses, as a configuration entry. Plain HTTP is for this machine only: questions hold a bsn
 * and a credential. No user, query or fragment.
 */
export const SourceUrl = Type.String({
  pattern: '^(https://[^/?#@\\s]+|http://(localhost|127[0-9.]+|\\[::1\\])(:[0-9]+)?)(/[^?#\\s]*)?$',
  maxLength: 200,
});
