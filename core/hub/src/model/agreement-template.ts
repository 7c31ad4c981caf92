import { AgreementDraft, compileSchema, Slug, type AgreementTemplate, type Fault } from '@koppel/contract';
import type { ReferenceModel } from '@koppel/process';
import { Type } from 'typebox';

const {
  collaboration: _collaboration,
  requester: _requester,
  requesterClients: _requesterClients,
  provider: _provider,
  validity: _validity,
  ...terms
} = AgreementDraft.properties;

/** An agreement as a theme proposes it: between kinds of organisation, for others to fill in. */
export const AgreementTemplateBody = Type.Object(
  { ...terms, id: Slug, requesterType: Slug, providerType: Slug },
  { additionalProperties: false },
);
const schema = compileSchema(AgreementTemplateBody);

/** What is wrong with the templates of a theme, by their own words and by its model's. */
export function templateFaults(templates: readonly AgreementTemplate[], model: ReferenceModel): Fault[] {
  const types = new Set(model.organisationTypes.map(({ id }) => id));
  const phases = new Set(model.process.phases.map(({ id }) => id));
  return templates.flatMap((template, index) => {
    const shape = schema.faultsOf(template);
    const faults = shape.length > 0 ? shape : strangerFaults(template, { types, phases });
    const place = `/agreementTemplates/${index}`;
    return faults.map(({ path, ...fault }) => ({ ...fault, path: path === '/' ? place : place + path }));
  });
}

interface Known {
  readonly types: ReadonlySet<string>;
  readonly phases: ReadonlySet<string>;
}

const strangerFaults = (template: AgreementTemplate, { types, phases }: Known): Fault[] => [
  ...(['requesterType', 'providerType'] as const)
    .filter((name) => !types.has(template[name]))
    .map((name) => ({ path: `/${name}`, message: 'is no type of organisation in the model' })),
  ...template.casePhases.flatMap((phase, i) =>
    phases.has(phase) ? [] : [{ path: `/casePhases/${i}`, message: 'is no phase of the model' }],
  ),
];
