export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
export const incidentsNamespace = 'urn:koppel:synthetic:police:incidents:1';

/** The operations of the service's WSDL. */
export type SoapOperation = 'FindIncidentsByAddress' | 'FindIncidentsByPerson' | 'MatchAddress' | 'MatchPerson';

/** A SOAP 1.1 message with one question; the elements come in the order of the object. */
export function toEnvelope(operation: SoapOperation, question: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(question).map(([name, value]) => `<${name}>${escapeText(String(value))}</${name}>`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soap:Envelope xmlns:soap="${soapNamespace}"><soap:Body>` +
    `<${operation} xmlns="${incidentsNamespace}">${elements.join('')}</${operation}>` +
    '</soap:Body></soap:Envelope>'
  );
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
