import { Type, type TString } from 'typebox';

/** A text on one line that PostgreSQL can keep: without control characters. */
export const oneLine = (minLength: number, maxLength: number): TString =>
  Type.String({ pattern: '^[^\\p{Cc}]+$', minLength, maxLength });
