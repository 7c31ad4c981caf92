import { Actor, Instant, LocalisedText, Oin, SemanticVersion, Slug, Uuid } from '@koppel/contract';
import { ReferenceModel } from '@koppel/process';
import { Type } from 'typebox';
import { modelStatuses, type ModelRecord, type ModelVersion } from '../platform/model-actions.ts';
import { exampleModel } from './example-model.ts';

const closed = { additionalProperties: false } as const;

export const Reasons = Type.String({ minLength: 3, maxLength: 2000 });
export const Outcome = Type.Enum(['approved', 'rejected']);
export const Status = Type.Enum([...modelStatuses]);

const hand = { oin: Oin, person: Actor.properties.id, role: Slug, mandate: Uuid, at: Instant };
const Hand = Type.Object(hand, closed);
const Decision = Type.Object({ ...hand, outcome: Outcome, reasons: Reasons }, closed);
const Application = Type.Object({ ...hand, from: Instant, reasons: Reasons }, closed);
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 });

/** What a version says of itself. */
export const label = { model: Slug, version: SemanticVersion, theme: Slug, title: LocalisedText, digest: Digest };

export const VersionBody = Type.Object(
  {
    id: Uuid,
    collaboration: Slug,
    ...label,
    status: Status,
    drafted: Hand,
    proposed: Type.Union([Hand, Type.Null()]),
    decision: Type.Union([Decision, Type.Null()]),
    application: Type.Union([Application, Type.Null()]),
    changedAt: Instant,
    revision: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export const RecordBody = Type.Object({ ...VersionBody.properties, document: ReferenceModel }, closed);

const editor = {
  oin: '00000009999000000001',
  person: 'emp-7f3a91',
  role: 'model-editor',
  mandate: '01938c5e-8c00-7000-8000-000000000011',
  at: '2026-01-01T00:00:00.000Z',
};

export const exampleVersion: ModelVersion = {
  id: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  model: exampleModel.id,
  version: exampleModel.version,
  theme: exampleModel.theme,
  title: exampleModel.title,
  digest: '0'.repeat(64),
  status: 'proposed',
  drafted: editor,
  proposed: { ...editor, at: '2026-01-02T00:00:00.000Z' },
  decision: null,
  application: null,
  changedAt: '2026-01-02T00:00:00.000Z',
  revision: 2,
};
export const exampleRecord: ModelRecord = { ...exampleVersion, document: exampleModel };
