import type { Ground } from '../platform/ground.ts';
import { openProcess } from '../platform/process/open-process.ts';
import { createInterventionsService } from './interventions.service.ts';
import { Interventions } from './interventions.ts';

/** Furnishes the room of plans and interventions. */
export async function openInterventionsRoom(ground: Ground): Promise<void> {
  const interventions = new Interventions(await openProcess(ground));
  ground.broker.createService(createInterventionsService(interventions));
}
