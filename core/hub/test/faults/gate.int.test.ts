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

type Ask = () => Promise<object>;

const agree = async (terms: Partial<AgreementDraft> = {}): Promise<string> => (await region.agree(terms)).agreement.id;

/** Asks under an agreement on these terms, with this change of what it allows. */
const under =
  (terms: Partial<AgreementDraft>, change: object = {}): Ask =>
  async () =>
    bodyFor(await agree(terms), change);

const after =
  (step: 'suspension' | 'revocation'): Ask =>
  async () => {
    const id = await agree();
    await region.provider.post(`/v1/agreements/${id}/${step}`, { reason: 'Advice of the committee' });
    return bodyFor(id);
  };

async function beforeSigning(): Promise<object> {
  const { agreement } = await region.agree();
  const { id: _id, version: _version, ...proposal } = agreement;
  const drafted = await region.requester.post<{ agreement: { id: string } }>('/v1/agreements', proposal);
  return bodyFor(drafted.agreement.id);
}

const nowhere = '01938c5e-8c00-7000-8000-0000000000ff';
const years = (from: number, until: number): Partial<AgreementDraft> => ({
  validity: { from: `${from}-01-01T00:00:00Z`, until: `${until}-01-01T00:00:00Z` },
});
const onDemand = {
  prerequisites: [{ kind: 'prosecutor-demand', description: { nl: 'Vordering', en: 'Demand' } }],
};
const order = { prerequisites: [{ kind: 'court-order', reference: 'CO-2026-017' }] };

test.each<[string, string, Ask]>([
  ['agreement.not-found', 'does not exist', async () => bodyFor(nowhere)],
  ['agreement.not-found', 'is for other systems', under({ requesterClients: ['another'] })],
  ['agreement.not-active', 'nobody signed', beforeSigning],
  ['agreement.suspended', 'is suspended', after('suspension')],
  ['agreement.revoked', 'is revoked', after('revocation')],
  ['agreement.not-yet-valid', 'has yet to begin', under(years(2126, 2127))],
  ['agreement.expired', 'is over', under(years(2001, 2002))],
  ['agreement.operation-mismatch', 'is about another operation', under({}, { operation: otherOperation })],
  ['agreement.purpose-mismatch', 'is for another purpose', under({}, { purpose: 'curiosity' })],
  ['agreement.mode-mismatch', 'is for content, not for a match', under({}, { mode: 'match' })],
  ['agreement.subject-role-mismatch', 'is not about suspects', under({}, { subjectRole: 'suspect' })],
  ['agreement.subject-role-mismatch', 'wants to hear in which role', under({ subjectRoles: ['suspect'] })],
  ['agreement.prerequisite-missing', 'wants a demand', under(onDemand)],
  ['agreement.prerequisite-missing', 'wants a demand, not an order', under(onDemand, order)],
  ['case.required', 'is for certain phases of a case only', under({ casePhases: ['weighed'] })],
  ['case.not-joined', 'is for a case that nobody knows', under({ casePhases: ['weighed'] }, { case: nowhere })],
  ['case.not-joined', 'needs no case, when one is named that nobody knows', under({}, { case: nowhere })],
])('%s refuses, and logs it, under an agreement that %s', async (code, _why, makeBody) => {
  const seen = await witness.see(witness.question(await makeBody()));
  expect([seen.status, seen.code, seen.asked]).toEqual([403, code, []]);
  expect(seen.logged).toEqual([`request.refused ${code}`]);
  const { ledgerIndex } = JSON.parse(seen.text) as Problem;
  expect((await region.ledger())[Number(ledgerIndex)]).toMatchObject({ type: 'request.refused', code });
});

test('an agreement of others is answered as one that does not exist', async () => {
  const { access_token: token } = await region.provider.requestToken();
  const problemUnder = async (agreement: string): Promise<Problem> => {
    const question = witness.question(bodyFor(agreement), { authorization: `Bearer ${token}` });
    const { ledgerIndex: _index, ...problem } = JSON.parse((await witness.see(question)).text) as Problem;
    return problem;
  };
  const ofOthers = await problemUnder(await agree());
  expect(ofOthers.code).toBe('agreement.not-found');
  expect(ofOthers).toEqual(await problemUnder(nowhere));
});
