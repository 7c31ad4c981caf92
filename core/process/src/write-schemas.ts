import { schemaText } from '@koppel/contract';
import { mkdirSync, writeFileSync } from 'node:fs';
import { referenceModelSchema } from './model/schema-document.ts';

const folder = new URL('../schemas/', import.meta.url);

mkdirSync(folder, { recursive: true });
writeFileSync(new URL('reference-model.schema.json', folder), schemaText(referenceModelSchema()));
