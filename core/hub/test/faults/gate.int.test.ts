import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AgreementDraft, Problem } from '@koppel/contract';
import { connectLinkClient, type LinkClient } from '@koppel/link';
import { findResidents, oins } from '../fixtures.ts';
import { aManifest } from '../manifests.ts';
import { Region } from '../region.ts';
import { bodyFor, Witness } from './witness.ts';

let region: Region;
let witness: Witness;
let other: LinkClient;

beforeAll(async () => {
  region = await Region.open();
  witness = await Witness.of(region);
  other = await offerAnother();
});
afterAll(async () => {
  await other?.close();
  await region?.close();
});

const otherOperation = 'municipality.count-residents';

/** A second adapter of the provider, so that there is another operation than the one agreed on. */
async function offerAnother(): Promise<LinkClient> {
  const credentials = await region.nats.authority.grantLink({ oin: oins.provider, client: 'counts', kind: 'adapter' });
  const link = await connectLinkClient({ servers: region.nats.server.url, credentials });
  await link.register(aManifest({ id: 'counts', operations: [{ ...findResidents, name: otherOperation }] }));
  return link;
}

const agree = async (change: Partial<AgreementDraft> = {}): Promise<string> =>
  (await region.agree(change)).agreement.id;

async function after(step: 'suspension' | 'revocation'): Promise<string> {
  const id = await agree();
  await region.provider.post(`/v1/agreements/${id}/${step}`, { reason: 'Advice of the committee' });
  return id;
}

const text = { nl: 'Voorbeeld', en: 'Example' };
const years = (from: number, until: number): Partial<AgreementDraft> => ({
  validity: { from: `${from}-01-01T00:00:00Z`, until: `${until}-01-01T00:00:00Z` },
});
const demand = { kind: 'prosecutor-demand', description: text };

/** Signed by nobody. */
async function draft(): Promise<string> {
  const { agreement } = await region.agree();
  const { id: _id, version: _version, ...proposal } = agreement;
  const record = await region.requester.post<{ agreement: { id: string } }>('/v1/agreements', proposal);
  return record.agreement.id;
}

test.each<[string, string, () => Promise<string>, object?]>([
  ['agreement.not-found', 'does not exist', async () => '01938c5e-8c00-7000-8000-0000000000ff'],
  ['agreement.not-found', 'is for other systems', () => agree({ requesterClients: ['another'] })],
  ['agreement.not-active', 'nobody signed', draft],
  ['agreement.suspended', 'is suspended', () => after('suspension')],
  ['agreement.revoked', 'is revoked', () => after('revocation')],
  ['agreement.not-yet-valid', 'has yet to begin', () => agree(years(2126, 2127))],
  ['agreement.expired', 'is over', () => agree(years(2001, 2002))],
  ['agreement.operation-mismatch', 'is about another operation', agree, { operation: otherOperation }],
  ['agreement.purpose-mismatch', 'is for another purpose', agree, { purpose: 'curiosity' }],
  ['agreement.mode-mismatch', 'is for content, not for a match', agree, { mode: 'match' }],
  ['agreement.subject-role-mismatch', 'is not about suspects', agree, { subjectRole: 'suspect' }],
  ['agreement.subject-role-mismatch', 'wants to hear in which role', () => agree({ subjectRoles: ['suspect'] })],
  ['agreement.prerequisite-missing', 'wants a demand', () => agree({ prerequisites: [demand] })],
  [
    'agreement.prerequisite-missing',
    'wants another demand',
    () => agree({ prerequisites: [demand] }),
    { prerequisites: [{ kind: 'court-order', reference: 'CO-2026-017' }] },
  ],
  ['case.phase-unknown', 'depends on a case', () => agree({ casePhases: ['weighed'] })],
  [
    'case.phase-unknown',
    'depends on a case that the caller names',
    () => agree({ casePhases: ['weighed'] }),
    { case: '01938c5e-8c00-7000-8000-0000000000cc' },
  ],
])('%s refuses, and logs it, under an agreement that %s', async (code, _why, make, change = {}) => {
  const id = await make();
  const seen = await witness.see(witness.question(bodyFor(id, change)));
  expect([seen.status, seen.code, seen.asked]).toEqual([403, code, []]);
  expect(seen.logged).toEqual([`request.refused ${code}`]);
  const { ledgerIndex } = JSON.parse(seen.text) as Problem;
  expect((await region.ledger())[Number(ledgerIndex)]).toMatchObject({ type: 'request.refused', code });
});

test('an agreement of others is answered as one that does not exist', async () => {
  const id = await agree();
  const { access_token: token } = await region.provider.requestToken();
  const [known, unknown] = [id, '01938c5e-8c00-7000-8000-0000000000ff'].map((agreement) =>
    witness.question(bodyFor(agreement), { authorization: `Bearer ${token}` }),
  );
  const answers = [await witness.see(known ?? {}), await witness.see(unknown ?? {})];
  expect(answers.map(({ code }) => code)).toEqual(['agreement.not-found', 'agreement.not-found']);
  const [one, two] = answers.map(({ text: body }) => Object.keys(JSON.parse(body) as object).sort());
  expect(one).toEqual(two);
});
