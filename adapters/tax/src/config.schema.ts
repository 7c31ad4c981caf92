import { SourceUrl } from '@koppel/http-source';
import { Type } from 'typebox';

export const TaxConfig = Type.Object(
  { url: SourceUrl, clientId: Type.String({ pattern: '^[^:]+$', maxLength: 100 }) },
  { additionalProperties: false },
);
