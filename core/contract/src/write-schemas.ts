import { mkdirSync, writeFileSync } from 'node:fs';
import { listSchemaDocuments } from './schema-documents.ts';
import { schemaText } from './schema-text.ts';

const folder = new URL('../schemas/', import.meta.url);

mkdirSync(folder, { recursive: true });
for (const [name, document] of listSchemaDocuments()) writeFileSync(new URL(name, folder), schemaText(document));
