import type { RootKind } from '../../platform/item-actions.ts';
import { etag } from '../../platform/process/seen.ts';
import { exampleViews, rootSchemas } from './root-body.ts';

/** A route's answer that is one signal or case. */
export const one = (kind: RootKind, description: string) => ({
  description,
  body: { schema: rootSchemas[kind], example: exampleViews[kind] },
  headers: etag,
});
