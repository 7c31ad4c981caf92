import { createTransaction } from '@koppel/contract';
import { createJsonReader, requireOk, type HttpSource } from '@koppel/http-source';
import { Meldingen } from './melding.ts';

const readMeldingen = createJsonReader(Meldingen);

/** The municipality's desk for reports, which tells what is new after a number. */
export class ReportDesk {
  readonly #source: HttpSource;
  readonly #apiKey: string;

  constructor(source: HttpSource, apiKey: string) {
    this.#source = source;
    this.#apiKey = apiKey;
  }

  /** @throws KoppelError `source.…` while the desk does not answer. */
  async listAfter(volgnummer: number, signal: AbortSignal): Promise<Meldingen> {
    const look = {
      path: `/meldingen?na=${volgnummer}`,
      headers: { accept: 'application/json', 'x-api-key': this.#apiKey },
    };
    const trace = { transaction: createTransaction(), traceparent: '', signal };
    return readMeldingen(requireOk(await this.#source.get(look, trace)));
  }
}
