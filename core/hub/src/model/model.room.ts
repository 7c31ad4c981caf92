import type { Ground } from '../platform/ground.ts';
import { Drafts } from './drafts.ts';
import { ModelReader } from './model-reader.ts';
import { createModelService } from './model.service.ts';
import { ModelStore } from './model.store.ts';
import { Models } from './models.ts';
import { loadThemes } from './themes.store.ts';

/** Furnishes the room; a theme is read before anything can be asked, and is nothing until somebody drafts it. */
export async function openModelRoom(ground: Ground): Promise<void> {
  const { config, call, clock, broker } = ground;
  const themes = await loadThemes(config.themes ?? []);
  const store = new ModelStore(await ground.database('app'), await ground.database('gate'));
  const parts = { store, call, clock };
  broker.createService(
    createModelService({
      store,
      reader: new ModelReader(store, clock),
      models: new Models(parts),
      drafts: new Drafts(parts, themes),
    }),
  );
}
