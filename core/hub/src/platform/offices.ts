import type { HouseRole, Level } from '@koppel/process';

/** A role of the house itself: it decides about models, so it cannot come from one, and it opens no case. */
export interface Office {
  readonly role: HouseRole;
  readonly levels: readonly Level[];
}

/** Who writes a model; there before a collaboration has any. */
export const modelEditor: Office = { role: 'model-editor', levels: ['policy'] };

/** The accountable body: a steering group or the national body. */
export const modelApprover: Office = { role: 'model-approver', levels: ['policy', 'strategic'] };

export const offices: readonly Office[] = [modelEditor, modelApprover];

export const findOffice = (role: string): Office | undefined => offices.find((office) => office.role === role);
