import { readFileSync } from 'node:fs';
import { KoppelError } from '@koppel/contract';
import { ParseOption, XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';
import { soapNamespace } from './soap-envelope.ts';

const xsdUrl = new URL('./incidents.xsd', import.meta.url);
const namespaces = { soap: soapNamespace };

/** No entity, no document type, no file and no network: an answer is elements and text. The text is decoded already. */
const strictly =
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_IGNORE_ENC;

/** Reads answers from SOAP 1.1 messages and holds them against the schema of the service. Close it. */
export class AnswerReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #validator: XsdValidator;

  constructor() {
    using schema = XmlDocument.fromBuffer(readFileSync(xsdUrl));
    this.#validator = XsdValidator.fromDoc(schema);
  }

  /**
   * Gives the answer element to `read`, which must not keep it.
   * @throws KoppelError `source.failed` when the text is not one valid answer with this name; tells nothing of what it said.
   */
  read<Result>(body: Uint8Array, name: string, read: (answer: XmlElement) => Result): Result {
    using message = this.#parse(body);
    const [answer, ...others] = message.find('/soap:Envelope/soap:Body/*', namespaces) as XmlElement[];
    if (answer?.name !== name || others.length > 0) throw broken('is not the answer that was asked for');
    this.#validate(answer);
    return read(answer);
  }

  /** Whether the message is a fault that the service blames on the question. */
  isClientFault(body: Uint8Array): boolean {
    try {
      using message = this.#parse(body);
      const code = message.get('/soap:Envelope/soap:Body/soap:Fault/faultcode', namespaces);
      return code !== null && /(^|:)Client([.]|$)/.test(code.content.trim());
    } catch {
      return false;
    }
  }

  close(): void {
    this.#validator.dispose();
  }

  #parse(body: Uint8Array): XmlDocument {
    const text = this.#decode(body);
    // Refused before anything is parsed: entities have no chance to be expanded.
    if (/<!DOCTYPE/i.test(text)) throw broken('holds a document type');
    try {
      return XmlDocument.fromString(text, { option: strictly });
    } catch {
      // The parser's message quotes the text.
      throw broken('is not XML');
    }
  }

  #decode(body: Uint8Array): string {
    try {
      return this.#decoder.decode(body);
    } catch {
      throw broken('is not UTF-8');
    }
  }

  #validate(answer: XmlElement): void {
    try {
      this.#validator.validate(answer);
    } catch {
      throw broken('breaks the schema of the service');
    }
  }
}

const broken = (how: string): KoppelError => new KoppelError('source.failed', `The reply of the source ${how}`);
