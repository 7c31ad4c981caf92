import { Uuid } from '@koppel/contract';
import { ExchangeProof } from '@koppel/ledger';
import { Type } from 'typebox';
import { defineRoute } from '../platform/route.ts';

const exampleHash = Buffer.alloc(32).toString('base64');
const exampleNote = `koppel.example/hub\n2\n${exampleHash}\n\n— koppel.example/hub ${Buffer.alloc(68).toString('base64')}\n`;
const keyId = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const at = { v: 1, id: '01938c5e-8c00-7000-8000-000000000005', at: '2024-12-03T13:35:00.992Z' } as const;

const exampleProof: ExchangeProof = {
  checkpoint: exampleNote,
  vkey: `koppel.example/hub+00000000+${Buffer.alloc(33, 1).toString('base64')}`,
  question: {
    logged: {
      index: 1,
      entry: {
        ...at,
        type: 'request.disclosed',
        action: 'disclose',
        exchange: '01938c5e-8c00-7000-8000-000000000002',
        evidence: { digest: 'ab'.repeat(32), keyId, signature: 'A'.repeat(86) },
      },
      hashes: [exampleHash],
    },
    key: {
      jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      registered: {
        index: 0,
        entry: { ...at, type: 'key.registered', action: 'change', organisation: { oin: '00000009999000000001' } },
        hashes: [exampleHash],
      },
    },
  },
};

export const proveExchange = defineRoute({
  method: 'GET',
  path: '/v1/exchanges/{id}/proof',
  operationId: 'proveExchange',
  summary: 'What the log proves of an exchange with signed evidence',
  description:
    'The entries of question and answer and of the keys that signed, in the tree under one checkpoint. It tells nothing of what was asked or answered: with what a party kept itself it becomes evidence (docs/evidence.md). For both parties and the operator.',
  policy: { anyScope: ['exchange', 'ledger'] },
  params: Type.Object({ id: Uuid }, { additionalProperties: false }),
  responses: {
    200: { description: 'The proof', body: { schema: ExchangeProof, example: exampleProof } },
  },
  errors: ['resource.not-found', 'ledger.unavailable'],
  perform: async ({ caller, params, call }) => ({
    status: 200,
    body: await call('exchange.prove', { caller, exchange: params.id }),
  }),
});
