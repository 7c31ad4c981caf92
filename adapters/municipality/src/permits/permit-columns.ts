/** Where the database keeps each field of the reply. */
export const premisesColumns = {
  premisesId: 'premises.id',
  name: 'premises.name',
  use: 'premises.use',
  floorAreaM2: 'premises.floor_area_m2',
  operatorKvkNumber: 'premises.operator_kvk_number',
} as const;

export const permitColumns = {
  permitId: 'permit.id',
  premisesId: 'permit.premises_id',
  kind: 'permit.kind',
  status: 'permit.status',
  holderKvkNumber: 'permit.holder_kvk_number',
  grantedOn: 'permit.granted_on::text',
  expiresOn: 'permit.expires_on::text',
} as const;

export type PremisesField = keyof typeof premisesColumns;
export type PermitField = keyof typeof permitColumns;

/** The fields of one list that were granted, from the paths of the grant. */
export function grantedColumns<Field extends string>(
  list: string,
  columns: Readonly<Record<Field, string>>,
  fields: readonly string[],
): Field[] {
  return (Object.keys(columns) as Field[]).filter((name) => fields.includes(`${list}[].${name}`));
}

/** The select list of some fields; both sides are constants of this file. */
export function selectList<Field extends string>(
  columns: Readonly<Record<Field, string>>,
  names: readonly Field[],
): string {
  return names.map((name) => `${columns[name]} AS "${name}"`).join(', ');
}
