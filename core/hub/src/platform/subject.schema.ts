import { SubjectId, SubjectRole } from '@koppel/contract';
import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

const draft = {
  kind: Type.Enum(['person', 'organisation', 'premises']),
  /** Of a person always, of anything else never (Wpg art. 6b). */
  role: Type.Optional(SubjectRole),
  identifiers: Type.Array(SubjectId, { maxItems: 8 }),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  description: Type.Optional(Type.String({ minLength: 3, maxLength: 2000 })),
};

/** Whom or what a signal or case is about, as somebody reports it. */
export const SubjectDraft = Type.Object(draft, closed);
export type SubjectDraft = Static<typeof SubjectDraft>;

/** The same in a signal or case, where it has a number. */
export const Subject = Type.Object({ number: Type.Integer({ minimum: 1 }), ...draft }, closed);
export type Subject = Static<typeof Subject>;

export const maxSubjects = 100;
export const SubjectDrafts = Type.Array(SubjectDraft, { maxItems: maxSubjects });

export const exampleSubject: SubjectDraft = {
  kind: 'person',
  role: 'suspect',
  identifiers: [{ kind: 'bsn', value: '999990019' }],
  description: 'Has the keys and collects the rent in cash',
};
