import { KoppelError } from '@koppel/contract';
import type { XmlElement } from 'libxml2-wasm';
import type { Incident } from './incident.ts';

/** The incidents of an answer that was held against the schema, so that every element is there and of its type. */
export function readIncidents(answer: XmlElement): Incident[] {
  return childrenOf(answer, 'Incident').map((incident) => {
    const involved = childrenOf(incident, 'Involved');
    return {
      incidentId: textOf(incident, 'incidentId'),
      occurredAt: toInstant(textOf(incident, 'occurredAt')),
      category: textOf(incident, 'category') as Incident['category'],
      status: textOf(incident, 'status') as Incident['status'],
      suspects: inRole(involved, 'suspect'),
      victims: inRole(involved, 'victim'),
      thirdParties: inRole(involved, 'third-party'),
      convicts: inRole(involved, 'convicted'),
    };
  });
}

/** Whether the service said that there is something, and nothing about what. */
export function readMatch(answer: XmlElement): boolean {
  return ['true', '1'].includes(textOf(answer, 'match'));
}

function inRole(involved: readonly XmlElement[], role: string): { bsn: string }[] {
  return involved.filter((person) => textOf(person, 'role') === role).map((person) => ({ bsn: textOf(person, 'bsn') }));
}

/** `xs:dateTime` need not name its zone, and reaches beyond what people date; the service speaks of UTC. */
function toInstant(dateTime: string): string {
  const hasZone = /(Z|[+-][0-9]{2}:[0-9]{2})$/.test(dateTime);
  const time = new Date(hasZone ? dateTime : `${dateTime}Z`);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new KoppelError('source.failed', 'The reply of the source holds a time that is none');
}

function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  return parent.find(`*[local-name() = '${name}']`) as XmlElement[];
}

function textOf(parent: XmlElement, name: string): string {
  return childrenOf(parent, name)[0]?.content.trim() ?? '';
}
