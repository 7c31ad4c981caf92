import { ParseOption, XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { Refusal } from '../source/refusal.ts';
import { soapNamespace } from './soap-envelope.ts';

/** One address, one house by postcode and number, or one person, as the schema allows. */
export interface Question {
  readonly addressId?: string;
  readonly postcode?: string;
  readonly houseNumber?: string;
  readonly bsn?: string;
}

/** Reads questions from SOAP 1.1 messages and holds them against the service's own schema. */
export class QuestionReader {
  readonly #validator: XsdValidator;

  constructor(xsd: string) {
    using schema = XmlDocument.fromString(xsd);
    this.#validator = XsdValidator.fromDoc(schema);
  }

  /** What the operation is asked about, by the name of the element. A document type is refused before anything is parsed. */
  readQuestion(text: string, operation: string): Question {
    if (/<!DOCTYPE/i.test(text)) throw new Refusal(400, 'doctype', { title: 'a document type is not allowed' });
    using message = parse(text);
    const [question, ...others] = message.find('/soap:Envelope/soap:Body/*', { soap: soapNamespace }) as XmlElement[];
    if (!question || others.length > 0 || question.name !== operation) throw malformed();
    this.#validate(question);
    return Object.fromEntries((question.find('*') as XmlElement[]).map(({ name, content }) => [name, content.trim()]));
  }

  close(): void {
    this.#validator.dispose();
  }

  #validate(question: XmlElement): void {
    try {
      this.#validator.validate(question);
    } catch {
      throw new Refusal(400, 'invalid', { title: 'the question does not follow the schema' });
    }
  }
}

function parse(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET });
  } catch {
    throw malformed();
  }
}

function malformed(): Refusal {
  return new Refusal(400, 'malformed', { title: 'not a SOAP 1.1 envelope with the one question of its SOAPAction' });
}
