import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEvidenceSigner,
  signQuestion,
  type EvidenceSigner,
  type ExchangeReply,
  type ExchangeRequest,
  type SignedQuestion,
} from '@koppel/contract';
import { createUuidV7, type EvidenceBundle, type ExchangeProof } from '@koppel/ledger';
import { EvidenceFolder } from '@koppel/link';
import { createKeyPair, type KeyPair } from '@koppel/local';
import { findResidents, oins } from '../fixtures.ts';
import { Region } from '../region.ts';

/** A question as a test sends it, with what its requester knows about it. */
export interface Sent {
  readonly transaction: string;
  readonly request: ExchangeRequest;
  readonly signed: SignedQuestion;
}

/** A region in which both organisations have an evidence key, the adapter signs, and an agreement asks for it. */
export class EvidenceRegion {
  readonly region: Region;
  readonly directory: string;
  readonly requesterKey: KeyPair;
  readonly providerKey: KeyPair;
  readonly providerFolder: EvidenceFolder;
  agreement = '';

  private constructor(region: Region, directory: string, keys: readonly [KeyPair, KeyPair]) {
    this.region = region;
    this.directory = directory;
    [this.requesterKey, this.providerKey] = keys;
    this.providerFolder = new EvidenceFolder(join(directory, 'provider'));
  }

  static async open(): Promise<EvidenceRegion> {
    const region = await Region.open();
    const directory = await mkdtemp(join(tmpdir(), 'koppel-evidence-'));
    const opened = new EvidenceRegion(region, directory, [await createKeyPair(), await createKeyPair()]);
    await opened.register(oins.requester, opened.requesterKey);
    await opened.register(oins.provider, opened.providerKey);
    await opened.signAnswersWith(opened.providerKey);
    opened.agreement = (await region.agree({ evidence: 'signed' })).agreement.id;
    return opened;
  }

  async close(): Promise<void> {
    await this.region.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Makes a key count as an evidence key of an organisation. */
  async register(oin: string, { publicJwk }: KeyPair): Promise<void> {
    await this.region.operator.post(`/v1/organisations/${oin}/keys`, { use: 'evidence', jwk: publicJwk });
  }

  /** Starts the adapter anew, with this key or with none. */
  async signAnswersWith(key: KeyPair | undefined): Promise<void> {
    await this.region.adapter?.stop(1000);
    const options = key && { signer: createEvidenceSigner({ ...key.privateJwk }), folder: this.providerFolder };
    await this.region.connectAdapter(options);
  }

  /** Everything that the hub wrote anywhere: every row of every table, its files and its log. */
  async stolen(): Promise<string> {
    const { database, home, log } = this.region;
    const tables = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const texts: string[] = [log.text()];
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    const files = await readdir(home, { recursive: true, withFileTypes: true });
    for (const file of files) if (file.isFile()) texts.push(await readFile(join(file.parentPath, file.name), 'latin1'));
    return texts.join('\n');
  }

  get signer(): EvidenceSigner {
    return createEvidenceSigner({ ...this.requesterKey.privateJwk });
  }

  /** A signed question; `change` applies before signing. */
  async question(change: Partial<ExchangeRequest> = {}, signer = this.signer): Promise<Sent> {
    const request: ExchangeRequest = {
      agreement: this.agreement,
      operation: findResidents.name,
      purpose: 'prevent-and-detect-offences',
      actor: { id: 'emp-7f3a91', role: 'intelligence-officer' },
      request: { bsn: '999990019' },
      ...change,
    };
    const transaction = createUuidV7(Date.now());
    const asking = { at: new Date().toISOString(), transaction, requester: oins.requester };
    return { transaction, request, signed: await signQuestion(request, asking, signer) };
  }

  /** Sends a question with its evidence; `change` applies after signing. */
  async send({ transaction, request, signed }: Sent, change: Partial<ExchangeRequest> = {}): Promise<ExchangeReply> {
    const headers = { 'fsc-transaction-id': transaction };
    const body = { ...request, evidence: signed.evidence, ...change };
    return this.region.requester.post<ExchangeReply>('/v1/exchanges', body, headers);
  }

  /** What the requester can show to anybody, and the key to check it with. */
  async bundleOf(sent: Sent, reply: ExchangeReply): Promise<{ bundle: EvidenceBundle; vkey: string }> {
    const proof = await this.region.requester.get<ExchangeProof>(`/v1/exchanges/${reply.exchange}/proof`);
    const { terms, mark, evidence } = sent.signed;
    const bundle: EvidenceBundle = {
      format: 'koppel-evidence/1',
      kept: {
        format: 'koppel-evidence-kept/1',
        nonce: evidence.nonce,
        question: { terms, mark },
        request: sent.request.request,
        exchange: reply.exchange,
        reply: { content: reply.content },
        ...(reply.evidence ? { answer: reply.evidence } : {}),
      },
      proof,
    };
    return { bundle, vkey: proof.vkey };
  }
}
