import { createJsonReader, requireOk, type Address, type HttpSource, type Trace } from '@koppel/http-source';
import { Personen, type Persoon } from './persoon.ts';

const readPersonen = createJsonReader(Personen);
const path = '/haalcentraal/api/brp/personen';

/** The municipality's view of the BRP, in the shape of Haal Centraal BRP Personen 2: whoever asks names the fields. */
export class PersonsRegister {
  readonly #source: HttpSource;
  readonly #apiKey: string;

  constructor(source: HttpSource, apiKey: string) {
    this.#source = source;
    this.#apiKey = apiKey;
  }

  /** Empty when nobody is registered there. */
  listAt({ postcode, houseNumber }: Address, fields: readonly string[], trace: Trace): Promise<Persoon[]> {
    return this.#ask({ type: 'ZoekMetPostcodeEnHuisnummer', postcode, huisnummer: houseNumber, fields }, trace);
  }

  /** Empty when the register does not know the person. */
  async listByBsn(bsn: string, fields: readonly string[], trace: Trace): Promise<Persoon[]> {
    return this.#ask({ type: 'RaadpleegMetBurgerservicenummer', burgerservicenummer: [bsn], fields }, trace);
  }

  /** @throws KoppelError `source.failed` while the register is not well. */
  checkHealth(): Promise<void> {
    return this.#source.checkHealth('/health');
  }

  async #ask(question: object, trace: Trace): Promise<Persoon[]> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': this.#apiKey };
    const reply = await this.#source.post({ path, headers, body: JSON.stringify(question) }, trace);
    return readPersonen(requireOk(reply)).personen;
  }
}
