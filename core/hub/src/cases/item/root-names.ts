import type { RootKind } from '../../platform/item-actions.ts';

/** How addresses and operations call what can hold items. */
export const rootNames: Readonly<Record<RootKind, { readonly path: string; readonly title: string }>> = {
  signal: { path: 'signals', title: 'Signal' },
  case: { path: 'cases', title: 'Case' },
};
