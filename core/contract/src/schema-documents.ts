import type { TSchema } from 'typebox';
import { AgreementDraft, AgreementRecord, AgreementSignature, ExchangeAgreement } from './agreement.ts';
import { EventDescription, EventMessage } from './event.ts';
import { ExchangeReply, ExchangeRequest } from './exchange.ts';
import { Manifest } from './manifest.ts';
import { OperationDescription } from './operation.ts';
import { ProblemSchema } from './problem-schema.ts';

interface Source {
  readonly title: string;
  readonly schema: TSchema;
}

const sources: Readonly<Record<string, Source>> = {
  manifest: { title: 'Manifest of an adapter', schema: Manifest },
  'operation-description': { title: 'Operation as a manifest publishes it', schema: OperationDescription },
  'event-description': { title: 'Event as a manifest publishes it', schema: EventDescription },
  'event-message': { title: 'Event as an adapter publishes it', schema: EventMessage },
  'exchange-agreement': { title: 'Exchange agreement', schema: ExchangeAgreement },
  'agreement-draft': { title: 'Exchange agreement as somebody proposes it', schema: AgreementDraft },
  'agreement-signature': { title: 'Signature of one organisation under an agreement', schema: AgreementSignature },
  'agreement-record': { title: 'Agreement with its status and signatures', schema: AgreementRecord },
  'exchange-request': { title: 'Exchange request', schema: ExchangeRequest },
  'exchange-reply': { title: 'Exchange reply', schema: ExchangeReply },
  problem: { title: 'Problem (RFC 9457)', schema: ProblemSchema },
};

/** The published JSON Schemas, by file name; `write-schemas.ts` writes them to `schemas/`. */
export function listSchemaDocuments(): ReadonlyMap<string, object> {
  return new Map(
    Object.entries(sources).map(([name, { title, schema }]) => [
      `${name}.schema.json`,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:koppel:schema:${name}:1`,
        title,
        ...schema,
      },
    ]),
  );
}
