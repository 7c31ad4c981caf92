import { giveMandates } from './give-mandates.ts';
import { putModelInForce } from './put-model-in-force.ts';
import type { HubClients } from './register-organisations.ts';
import { setUpBodies } from './set-up-bodies.ts';

/** What the demonstration's people need to work a case together. */
export interface SeededProcess {
  /** The version of the reference model that is in force. */
  readonly model: string;
  /** The case conference, by its id. */
  readonly conference: string;
}

const governanceRoles: readonly string[] = ['model-editor', 'model-approver'];

/** Mandates, a reference model in force and bodies to meet in, over the public interface; what is there already stays. */
export async function seedProcess(clients: HubClients): Promise<SeededProcess> {
  await giveMandates(clients, ({ role }) => governanceRoles.includes(role));
  const model = await putModelInForce(clients);
  const [conference] = await Promise.all([
    setUpBodies(clients),
    giveMandates(clients, ({ role }) => !governanceRoles.includes(role)),
  ]);
  return { model, conference };
}
