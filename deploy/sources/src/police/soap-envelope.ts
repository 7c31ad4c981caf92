export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
export const incidentsNamespace = 'urn:koppel:synthetic:police:incidents:1';

/** The operations of the WSDL. */
export const operations = ['FindIncidentsByAddress', 'FindIncidentsByPerson', 'MatchAddress', 'MatchPerson'] as const;
export type Operation = (typeof operations)[number];

/** A SOAP 1.1 message around a body that is XML already. */
export function toEnvelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soap:Envelope xmlns:soap="${soapNamespace}"><soap:Body>${body}</soap:Body></soap:Envelope>`
  );
}

/** One element: text content is escaped, a list holds elements. */
export function element(name: string, content: string | readonly string[], attributes = ''): string {
  const inner = typeof content === 'string' ? escapeText(content) : content.join('');
  return `<${name}${attributes}>${inner}</${name}>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
