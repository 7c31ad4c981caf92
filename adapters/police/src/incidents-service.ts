import { KoppelError } from '@koppel/contract';
import { requireOk, type Address, type HttpSource, type SourceReply, type Trace } from '@koppel/http-source';
import type { XmlElement } from 'libxml2-wasm';
import type { AnswerReader } from './answer-reader.ts';
import { readIncidents, readMatch } from './incident-answer.ts';
import type { Incident } from './incident.ts';
import { incidentsNamespace, toEnvelope, type SoapOperation } from './soap-envelope.ts';

const path = '/police/incidents';

/** Whom or what the police are asked about. */
export type IncidentsQuestion = { readonly address: Address } | { readonly bsn: string };

/** The incidents service of the police, over SOAP 1.1. */
export class IncidentsService {
  readonly #source: HttpSource;
  readonly #reader: AnswerReader;
  readonly #authorization: string;

  constructor(
    source: HttpSource,
    reader: AnswerReader,
    login: { readonly username: string; readonly password: string },
  ) {
    this.#source = source;
    this.#reader = reader;
    this.#authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  }

  /** Empty when the police know of nothing there, or of nothing with that person. */
  listIncidents(question: IncidentsQuestion, trace: Trace): Promise<Incident[]> {
    const operation = 'bsn' in question ? 'FindIncidentsByPerson' : 'FindIncidentsByAddress';
    return this.#ask({ operation, question, read: readIncidents }, trace);
  }

  /** Asks for yes or no only: nothing else about the incident leaves the police. */
  hasIncidents(question: IncidentsQuestion, trace: Trace): Promise<boolean> {
    const operation = 'bsn' in question ? 'MatchPerson' : 'MatchAddress';
    return this.#ask({ operation, question, read: readMatch }, trace);
  }

  /** @throws KoppelError `source.failed` while the service is not well. */
  checkHealth(): Promise<void> {
    return this.#source.checkHealth('/health');
  }

  async #ask<Result>({ operation, question, read }: Call<Result>, trace: Trace): Promise<Result> {
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      accept: 'text/xml',
      authorization: this.#authorization,
      soapaction: `"${incidentsNamespace}:${operation}"`,
    };
    const body = toEnvelope(operation, elementsOf(question));
    const reply = await this.#source.post({ path, headers, body }, trace);
    this.#refuseFault(reply);
    return this.#reader.read(requireOk(reply).body, `${operation}Response`, read);
  }

  /** SOAP 1.1 sends every fault as status 500; the message tells whose fault it is. */
  #refuseFault({ status, body }: SourceReply): void {
    if (status !== 500 || !this.#reader.isClientFault(body)) return;
    throw new KoppelError('source.refused', 'The service of the police does not accept the question');
  }
}

interface Call<Result> {
  readonly operation: SoapOperation;
  readonly question: IncidentsQuestion;
  readonly read: (answer: XmlElement) => Result;
}

/** In the order of the schema. */
function elementsOf(question: IncidentsQuestion): Readonly<Record<string, string | number>> {
  if ('bsn' in question) return { bsn: question.bsn };
  const { postcode, houseNumber } = question.address;
  return { postcode, houseNumber };
}
