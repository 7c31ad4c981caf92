import { SubjectId } from '@koppel/contract';
import { LedgerEntry } from '@koppel/ledger';
import { Type } from 'typebox';
import { exportLines } from '../platform/export-lines.ts';
import { defineRoute, type Route } from '../platform/route.ts';

const closed = { additionalProperties: false } as const;
const policy = { scope: 'ledger' } as const;
const Index = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$', minLength: 44, maxLength: 44 });
const Hashes = Type.Array(Hash, { maxItems: 128 });
const exampleHash = Buffer.alloc(32).toString('base64');
const exampleNote = `koppel.example/hub\n2\n${exampleHash}\n\n— koppel.example/hub ${Buffer.alloc(68).toString('base64')}\n`;

const getCheckpoint = defineRoute({
  method: 'GET',
  path: '/v1/ledger/checkpoint',
  operationId: 'getLedgerCheckpoint',
  summary: 'A signed checkpoint over everything logged so far (C2SP note)',
  policy,
  responses: {
    200: { description: 'The note', body: { schema: Type.String(), example: exampleNote, mediaType: 'text/plain' } },
  },
  errors: ['ledger.unavailable'],
  perform: async ({ call }) => ({ status: 200, body: await call('ledger.checkpoint', {}) }),
});

const Proof = Type.Object({ index: Index, size: Index, leafHash: Hash, hashes: Hashes, rootHash: Hash }, closed);

const getProof = defineRoute({
  method: 'GET',
  path: '/v1/ledger/entries/{index}/proof',
  operationId: 'getLedgerInclusionProof',
  summary: 'Proof that an entry is in the ledger (RFC 6962)',
  policy,
  params: Type.Object({ index: Index }, closed),
  query: Type.Object({ size: Type.Optional(Index) }, closed),
  responses: {
    200: {
      description: 'The audit path, the neighbour of the leaf first',
      body: {
        schema: Proof,
        example: { index: 0, size: 2, leafHash: exampleHash, hashes: [exampleHash], rootHash: exampleHash },
      },
    },
  },
  errors: ['ledger.index-unknown'],
  perform: async ({ params, query, call }) => ({
    status: 200,
    body: await call('ledger.proof', { ...params, ...query }),
  }),
});

const getConsistency = defineRoute({
  method: 'GET',
  path: '/v1/ledger/consistency',
  operationId: 'getLedgerConsistencyProof',
  summary: 'Proof that the ledger only grew between two sizes (RFC 6962)',
  policy,
  query: Type.Object({ from: Index, to: Type.Optional(Index) }, closed),
  responses: {
    200: {
      description: 'The proof',
      body: {
        schema: Type.Object({ from: Index, to: Index, hashes: Hashes }, closed),
        example: { from: 1, to: 2, hashes: [exampleHash] },
      },
    },
  },
  errors: ['ledger.index-unknown'],
  perform: async ({ query, call }) => ({ status: 200, body: await call('ledger.consistency', query) }),
});

const exportLedger = defineRoute({
  method: 'GET',
  path: '/v1/ledger/export',
  operationId: 'exportLedger',
  summary: 'The ledger as lines that anybody can verify offline',
  description: 'One JSON document per line: a header, entries, checkpoints. See docs/ledger-format.md.',
  policy,
  query: Type.Object({ from: Type.Optional(Index) }, closed),
  responses: {
    200: {
      description: 'The lines',
      body: {
        schema: Type.String(),
        example: '{"format":"koppel-ledger-export/1"}\n',
        mediaType: 'application/x-ndjson',
      },
    },
  },
  errors: ['ledger.index-unknown', 'ledger.unavailable'],
  perform: async ({ query, call }) => {
    const start = await call('ledger.exportStart', { from: query.from ?? 0 });
    return { status: 200, body: exportLines(start, call) };
  },
});

const Logged = Type.Object({ index: Index, entry: LedgerEntry }, closed);

const listDisclosures = defineRoute({
  method: 'POST',
  path: '/v1/ledger/disclosures',
  operationId: 'listDisclosures',
  summary: 'Who received what about somebody in the last four years',
  description:
    'A POST, because an identifier has no place in an address. An organisation sees the exchanges it was party to; the operator sees all. ' +
    'The ledger keeps that you looked, not about whom. With `next` there is more: ask again with it as `before`.',
  policy,
  body: {
    schema: Type.Object({ subject: SubjectId, before: Type.Optional(Index) }, closed),
    example: { subject: { kind: 'bsn', value: '999990019' } },
  },
  responses: {
    200: {
      description: 'Entries about this subject, newest first',
      body: {
        schema: Type.Object({ disclosures: Type.Array(Logged), next: Type.Optional(Index) }, closed),
        example: { disclosures: [] },
      },
    },
  },
  errors: ['ledger.unavailable'],
  perform: async ({ caller, body, context, call }) => ({
    status: 200,
    body: await call('ledger.disclosures', { caller, ...body, context }),
  }),
});

export const ledgerRoutes: readonly Route[] = [getCheckpoint, getProof, getConsistency, exportLedger, listDisclosures];
