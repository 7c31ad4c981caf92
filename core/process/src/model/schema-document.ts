import { ReferenceModel } from './model.schema.ts';

/** The published JSON Schema; `write-schemas.ts` writes it to `schemas/`. What a model means is for `checkModel`. */
export const referenceModelSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:koppel:schema:reference-model:1',
  title: 'Reference model of a collaboration',
  ...ReferenceModel,
});
