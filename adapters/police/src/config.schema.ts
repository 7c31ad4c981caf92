import { SourceUrl } from '@koppel/http-source';
import { Type } from 'typebox';

export const PoliceConfig = Type.Object(
  { url: SourceUrl, username: Type.String({ pattern: '^[^:]+$', maxLength: 100 }) },
  { additionalProperties: false },
);
