import { KoppelError, type Fault, type SubjectId } from '@koppel/contract';
import { maxSubjects, type SubjectDraft } from '../../platform/subject.schema.ts';

const shapes: Readonly<Partial<Record<SubjectId['kind'], { pattern: RegExp; message: string }>>> = {
  bsn: { pattern: /^[0-9]{9}$/, message: 'must be nine digits' },
  kvk: { pattern: /^[0-9]{8}$/, message: 'must be eight digits' },
  // What a system hands in was held against no schema of ours.
  address: { pattern: /^.{1,64}$/, message: 'must be at most 64 characters' },
};

/** Which identifiers go with which kind of subject. */
const identifiersOf: Readonly<Record<SubjectDraft['kind'], readonly SubjectId['kind'][]>> = {
  person: ['bsn', 'address'],
  organisation: ['kvk', 'address'],
  premises: ['address'],
};

/** @throws KoppelError `request.invalid` with every fault of these subjects; `path` is where they stand in the body. */
export function requireSubjects(drafts: readonly SubjectDraft[], path: string, alreadyThere = 0): void {
  const faults = drafts.flatMap((draft, i) => subjectFaults(draft, `${path}/${i}`));
  if (alreadyThere + drafts.length > maxSubjects)
    faults.push({ path, message: `must not make more than ${maxSubjects} subjects` });
  if (faults.length > 0) throw new KoppelError('request.invalid', undefined, { details: { faults } });
}

/** Everything about a subject that its schema cannot tell. */
export function subjectFaults(draft: SubjectDraft, path: string): Fault[] {
  return [...roleFaults(draft, path), ...identifierFaults(draft, path)];
}

function roleFaults({ kind, role }: SubjectDraft, path: string): Fault[] {
  const fault = (message: string): Fault[] => [{ path: `${path}/role`, message }];
  if (kind === 'person') return role === undefined ? fault('must tell the role of a person (Wpg art. 6b)') : [];
  return role === undefined ? [] : fault('is for persons only');
}

function identifierFaults({ kind, identifiers, name, description }: SubjectDraft, path: string): Fault[] {
  const faults = identifiers.flatMap((identifier, i): Fault[] => {
    const at = `${path}/identifiers/${i}`;
    const shape = shapes[identifier.kind];
    return [
      ...(identifiersOf[kind].includes(identifier.kind)
        ? []
        : [{ path: `${at}/kind`, message: `does not go with a subject of kind ${kind}` }]),
      ...(shape && !shape.pattern.test(identifier.value) ? [{ path: `${at}/value`, message: shape.message }] : []),
    ];
  });
  const isNothing = identifiers.length === 0 && name === undefined && description === undefined;
  return isNothing ? [...faults, { path, message: 'must have an identifier, a name or a description' }] : faults;
}
