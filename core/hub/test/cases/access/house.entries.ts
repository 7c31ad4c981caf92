import { reasons } from '../story.ts';
import type { AccessGround } from './access-ground.ts';
import type { Entries, Entry } from './entry.ts';
import type { Ids } from './side.ts';

const everybody = {
  elsewhere: 200,
  otherTheme: 200,
  unmandated: 200,
  expired: 200,
  revoked: 200,
  system: 200,
  outsider: 200,
} as const;
const offices = { elsewhere: 'mandate.missing', otherTheme: 'mandate.missing', outsider: 'mandate.missing' } as const;
let version = 100;
const documentOf = ({ place }: AccessGround) => ({ ...place.model, version: `1.0.${version++}` });

async function drafted(ground: AccessGround): Promise<Ids> {
  const { collaboration } = ground.place;
  return ground.right('editor').post<Ids>('/v1/models', { collaboration, document: documentOf(ground) });
}

async function proposed(ground: AccessGround): Promise<Ids> {
  const ids = await drafted(ground);
  await ground.right('editor').send({ method: 'POST', path: `/v1/models/${ids.id}/proposal` });
  return ids;
}

async function approved(ground: AccessGround): Promise<Ids> {
  const ids = await proposed(ground);
  await ground.right('approver').post(`/v1/models/${ids.id}/decision`, { outcome: 'approved', reasons });
  return ids;
}

const inForce: Entry['arrange'] = async (_side, { place }) => ({ id: place.modelVersion });

const models: Entries = {
  listModels: { by: 'editor', ok: 200, arrange: inForce, others: everybody },
  getModel: { by: 'editor', ok: 200, arrange: inForce, others: everybody },
  getModelVocabulary: { by: 'editor', ok: 200, arrange: inForce, others: everybody },
  compareModels: { by: 'editor', ok: 200, arrange: inForce, query: ({ id }) => `?from=${id}`, others: everybody },
  listThemes: { by: 'editor', ok: 200, arrange: inForce, others: everybody },
  checkModel: {
    by: 'editor',
    wrong: 'chair',
    wrongCode: 'mandate.missing',
    ok: 200,
    arrange: inForce,
    body: () => ({ document: {} }),
    others: offices,
  },
  draftModel: {
    by: 'editor',
    wrong: 'chair',
    wrongCode: 'mandate.missing',
    ok: 201,
    others: offices,
    arrange: async (_side, ground) => ({ id: '', document: JSON.stringify(documentOf(ground)) }),
    body: ({ document = '' }) => ({ collaboration: 'example-region', document: JSON.parse(document) }),
  },
  proposeModel: {
    by: 'editor',
    wrong: 'chair',
    wrongCode: 'mandate.missing',
    ok: 200,
    arrange: (_side, ground) => drafted(ground),
    others: offices,
  },
  decideOnModel: {
    by: 'approver',
    wrong: 'chair',
    wrongCode: 'mandate.missing',
    ok: 200,
    others: offices,
    arrange: (_side, ground) => proposed(ground),
    body: () => ({ outcome: 'rejected', reasons }),
  },
  applyModel: {
    by: 'approver',
    wrong: 'chair',
    wrongCode: 'mandate.missing',
    ok: 200,
    others: offices,
    arrange: (_side, ground) => approved(ground),
    body: () => ({ reasons }),
  },
};

/** A case that still follows the version before. */
async function outdated(ground: AccessGround): Promise<Ids> {
  const ids = await ground.home.case();
  return { ...ids, to: await ground.place.enforce(documentOf(ground)) };
}

const moves: Entries = {
  getModelDifferences: {
    by: 'triager',
    ok: 200,
    arrange: (_side, ground) => outdated(ground),
    query: ({ to }) => `?to=${to}`,
  },
  moveModel: {
    by: 'chair',
    wrong: 'coordinator',
    ok: 200,
    arrange: (_side, ground) => outdated(ground),
    body: ({ to }) => ({ model: to, reasons }),
    mixed: async () => ({ to: '01938c5e-8c00-7000-8000-000000000001' }),
  },
};

const ofCentre: Entry['arrange'] = async (_side, { place }) =>
  place.mandate({ partner: 'centre', person: 'ctr-0009' }, ['partner', 'operational']).then(({ id }) => ({ id }));
/** Nobody but a system gives and takes mandates. */
function systemsOnly(ok: number): NonNullable<Entry['others']> {
  const code = 'token.insufficient-scope';
  return {
    unmandated: code,
    expired: code,
    revoked: code,
    elsewhere: code,
    otherTheme: code,
    outsider: code,
    system: ok,
  };
}
const persons = {
  unmandated: 'resource.not-found',
  expired: 'resource.not-found',
  revoked: 'resource.not-found',
} as const;

const mandates: Entries = {
  listMandates: {
    by: 'system',
    ok: 200,
    isList: true,
    arrange: ofCentre,
    others: { unmandated: 200, expired: 200, revoked: 200, system: 200 },
  },
  getMandate: { by: 'system', ok: 200, arrange: ofCentre, others: { ...persons, system: 200 } },
  giveMandate: {
    by: 'system',
    ok: 201,
    arrange: ofCentre,
    others: systemsOnly(201),
    body: () => ({
      person: 'ctr-0010',
      role: 'partner',
      level: 'operational',
      collaboration: 'example-region',
      limits: { themes: [], regions: [] },
      decision: 'MB-2026-020',
      from: new Date().toISOString(),
      until: new Date(Date.now() + 9e10).toISOString(),
    }),
  },
  revokeMandate: {
    by: 'system',
    ok: 200,
    arrange: ofCentre,
    others: systemsOnly(200),
    body: () => ({ reason: 'Left the department' }),
  },
  getMe: { by: 'triager', ok: 200, arrange: ofCentre, others: { ...everybody, unscoped: 200 } },
};

/** What the house itself keeps: versions of the model, mandates, and who one is. */
export const houseEntries: Entries = { ...models, ...moves, ...mandates };
