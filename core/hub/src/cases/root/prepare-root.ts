import type { ReferenceModel } from '@koppel/process';
import { v7 as uuidv7 } from 'uuid';
import type { Body } from '../../platform/body.schema.ts';
import { planOpening, type PartsKnown } from '../../platform/process/acting.ts';
import type { ProcessTools } from '../../platform/process/open-process.ts';
import type { Doer, JsonObject } from '../../platform/process/process-event.ts';
import type { Change, Commit } from '../../platform/process/process-writer.ts';
import { actorAt, doerOf, type Viewer } from '../../platform/process/viewer.ts';
import { openStepTasks } from './step-tasks.ts';
import { tokensOf, type Findable } from '../search/search-tokens.ts';

/** Somebody, or a partner's system, that brings a signal or case into being. */
export interface RootOpening {
  readonly kind: 'signal' | 'case';
  readonly body: Body;
  readonly model: { readonly id: string; readonly model: ReferenceModel };
  readonly content: Findable & JsonObject;
  readonly known: PartsKnown;
  readonly participants: readonly string[];
  /** A random one unless the same thing may be handed in twice. */
  readonly id?: string;
}

/** What opening it comes down to; @throws KoppelError `process.…` when the model does not allow it. */
export async function prepareRoot(tools: ProcessTools, by: Viewer | Doer, opening: RootOpening): Promise<Commit> {
  const { kind, body, model, content, known, participants, id = uuidv7() } = opening;
  const { collaboration, theme, region } = body;
  const isPerson = 'mandates' in by;
  const planned = planOpening(
    { model: model.model, machine: kind, actor: isPerson ? actorAt(by, body) : null, known, now: tools.clock.now() },
    { collaboration, theme, region, body: body.id, model: model.id, participants, owner: null, role: null },
    content,
  );
  const tokens = await tokensOf(tools.hashes, collaboration, content);
  const change: Change = { stream: id, kind, root: id, seenVersion: 0, events: [planned.event] };
  const entered = { collaboration, theme, region, body: body.id, model: model.id, id, participants };
  const standing = { model: model.model, machine: kind, state: model.model.machines[kind].initial };
  const tasks = kind === 'case' ? await openStepTasks(tools, entered, standing) : [];
  return {
    collaboration,
    by: isPerson ? doerOf(by, planned.capacity) : by,
    model: model.id,
    changes: [change, ...tasks],
    tell: [{ stream: id, roles: planned.inform }],
    tokens: [{ root: id, tokens }],
  };
}
