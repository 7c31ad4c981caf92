import { mark, type FieldMark, type SubjectId } from '@koppel/contract';
import { subjectsOf } from '@koppel/http-source';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const maxInvolved = 100;

/** What one answer holds at most. */
export const maxIncidents = 200;

/** Those involved in an incident, in a list per role: who may see suspects may not see victims by that (Wpg art. 6b). */
const Involved = (subjectRole: FieldMark['subjectRole']) =>
  Type.Array(
    Type.Object(
      {
        bsn: Type.String({
          pattern: '^[0-9]{9}$',
          minLength: 9,
          maxLength: 9,
          ...mark({ category: 'criminal', subjectRole, secrecy: 'wpg' }),
        }),
      },
      closed,
    ),
    { maxItems: maxInvolved },
  );

/**
 * The schema of an incident. `subjectRole` is whom the incident's own fields are about: nobody when an address was asked
 * about, somebody in a role that they do not tell when a person was.
 */
export function incidentSchema(subjectRole: 'any' | 'none') {
  const incident = mark({ category: 'incident', subjectRole, secrecy: 'wpg' });
  const text = { type: 'string', ...incident } as const;
  return Type.Object(
    {
      incidentId: Type.String({ maxLength: 32, ...incident }),
      occurredAt: Type.String({ maxLength: 30, ...incident }),
      category: Type.Enum(['drugs', 'money-laundering', 'violence', 'nuisance', 'labour-exploitation'], text),
      status: Type.Enum(['open', 'under-investigation', 'closed'], text),
      suspects: Involved('suspect'),
      victims: Involved('victim'),
      thirdParties: Involved('third-party'),
      convicts: Involved('convicted'),
    },
    closed,
  );
}

export type Incident = Static<ReturnType<typeof incidentSchema>>;

/** Everybody whom the released part of the incidents names: those in the lists that were granted. */
export function listInvolved(incidents: readonly Incident[], fields: readonly string[]): SubjectId[] {
  const granted = involvedLists.filter((list) => fields.some((field) => field.startsWith(`incidents[].${list}[].`)));
  const bsns = incidents.flatMap((incident) => granted.flatMap((list) => incident[list].map(({ bsn }) => bsn)));
  return subjectsOf('bsn', bsns);
}

const involvedLists = ['suspects', 'victims', 'thirdParties', 'convicts'] as const;
