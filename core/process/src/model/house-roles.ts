/** Roles of the house itself: whoever holds one decides about models and opens no case, so no model can have them. */
export const houseRoles = ['model-editor', 'model-approver'] as const;
export type HouseRole = (typeof houseRoles)[number];
