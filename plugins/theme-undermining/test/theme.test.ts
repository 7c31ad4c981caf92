import { describe, expect, test } from '@jest/globals';
import { adapter as municipality } from '@koppel/adapter-municipality';
import { adapter as police } from '@koppel/adapter-police';
import { adapter as tax } from '@koppel/adapter-tax';
import { AgreementDraft, checkAgreementDraft, compileSchema, draftOfTemplate } from '@koppel/contract';
import { readModelDocument, type ReferenceModel } from '@koppel/process';
import { readFileSync } from 'node:fs';
import { theme } from '../src/index.ts';

const { model, faults } = readModelDocument(readFileSync(theme.modelFile, 'utf8'));
const { machines, process, informationNeeds, ...content } = model as ReferenceModel;
const operations = [municipality, police, tax].flatMap(({ manifest }) => manifest.operations);
const stateIds = (name: keyof typeof machines) => machines[name].states.map(({ id }) => id);

const parties = {
  collaboration: 'region-east',
  requester: '00000009999000000002',
  provider: '00000009999000000003',
  validity: { from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' },
};

describe('the reference model of the theme', () => {
  test('has no fault', () => {
    expect(faults).toEqual([]);
  });

  test('belongs to the theme', () => {
    expect(content.theme).toBe(theme.name);
  });

  test('has the states of the guideline, in their order', () => {
    expect(stateIds('signal').slice(0, 7)).toEqual([
      'submitted',
      'triaged',
      'weighed',
      'needs-information',
      'accepted',
      'referred',
      'rejected',
    ]);
    expect(stateIds('case')).toEqual([
      'draft',
      'enriched',
      'weighed',
      'approved',
      'plan-agreed',
      'in-execution',
      'closed',
      'evaluated',
      'locked',
      'destroyed',
    ]);
    expect(stateIds('intervention')).toEqual([
      'proposed',
      'accepted-by-owner',
      'in-progress',
      'completed',
      'failed',
      'withdrawn',
    ]);
  });

  test('lets content move from the accepted signal until the case is closed, and no sooner or later', () => {
    const open = (name: keyof typeof machines) =>
      machines[name].states.filter(({ exchange }) => exchange === 'content').map(({ id }) => id);
    expect(open('signal')).toEqual(['accepted']);
    expect(open('case')).toEqual(['draft', 'enriched', 'weighed', 'approved', 'plan-agreed', 'in-execution']);
  });

  test.each(['signal', 'case'] as const)('asks for a reasoned weighing of a %s, with who was present', (name) => {
    const weigh = machines[name].transitions.find(({ id }) => id === 'weigh');
    const statements = weigh?.guards.flatMap(({ statement }) => statement ?? []);
    expect(statements).toEqual(['necessity', 'proportionality', 'subsidiarity']);
    expect(weigh?.guards.map(({ rule }) => rule)).toContain('attendance-recorded');
  });

  test('asks for a result of each intervention before a case is closed, and for lessons after', () => {
    const rulesOf = (id: string) =>
      machines.case.transitions.find((it) => it.id === id)?.guards.map(({ rule }) => rule);
    expect(rulesOf('close')).toContain('interventions-have-results');
    expect(rulesOf('end-early')).toContain('interventions-have-results');
    expect(rulesOf('evaluate')).toContain('lessons-given');
  });

  test('keeps a rejected signal shorter than any other', () => {
    const days = new Map(machines.signal.states.map(({ id, retention }) => [id, retention?.days]));
    expect(days.get('rejected')).toBe(90);
    expect(Math.min(...[...days.values()].filter((period) => period !== undefined))).toBe(90);
  });

  test('has something to do in each discipline, for each barrier model', () => {
    const disciplines = new Set(content.interventions.map(({ discipline }) => discipline));
    expect([...disciplines].toSorted()).toEqual(content.disciplines.map(({ id }) => id).toSorted());
    const used = new Set(content.interventions.map(({ barrierModel }) => barrierModel));
    expect([...used].toSorted()).toEqual(content.barrierModels.map(({ id }) => id).toSorted());
  });

  test('asks what adapters offer', () => {
    for (const { operation, mode } of informationNeeds) {
      expect(operations.find(({ name }) => name === operation)?.modes).toContain(mode);
    }
  });
});

describe('the agreement templates of the theme', () => {
  test.each(theme.agreementTemplates.map((template) => [template.id, template] as const))(
    '%s becomes a draft that two partners can sign',
    (_id, template) => {
      const draft = draftOfTemplate(template, parties);
      const operation = operations.find(({ name }) => name === template.operation);
      expect(compileSchema(AgreementDraft).faultsOf(draft)).toEqual([]);
      expect(operation && checkAgreementDraft(draft, operation as never)).toEqual([]);
    },
  );

  test('cover every information need of the model, in the phases of the steps that ask', () => {
    for (const need of informationNeeds) {
      const fitting = theme.agreementTemplates.filter(
        ({ operation, mode, purpose }) =>
          operation === need.operation && mode === need.mode && purpose.code === need.purpose,
      );
      const phases = process.steps.filter(({ needs = [] }) => needs.includes(need.id)).map(({ phase }) => phase);
      expect([need.id, fitting.some(({ casePhases }) => phases.every((phase) => casePhases.includes(phase)))]).toEqual([
        need.id,
        true,
      ]);
    }
  });

  test('name organisation types and phases that the model has', () => {
    const types = content.organisationTypes.map(({ id }) => id);
    const phases = process.phases.map(({ id }) => id);
    for (const { requesterType, providerType, casePhases } of theme.agreementTemplates) {
      expect(types).toEqual(expect.arrayContaining([requesterType, providerType]));
      expect(phases).toEqual(expect.arrayContaining(casePhases));
    }
  });
});

test('the package says that it is a theme, as the loader of the hub wants to read', () => {
  const { koppel, files } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(koppel).toEqual({ kind: 'theme' });
  expect(files).toContain('model');
});
