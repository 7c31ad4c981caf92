import type { LocalisedText } from '@koppel/contract';
import type { Concept } from '../content.schema.ts';
import type { ReferenceModel } from '../model.schema.ts';

const context = {
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dct: 'http://purl.org/dc/terms/',
  owl: 'http://www.w3.org/2002/07/owl#',
} as const;

/** A value in two languages, as JSON-LD writes it. */
const inLanguages = (texts: readonly LocalisedText[]): object[] =>
  texts.flatMap(({ nl, en }) => [
    { '@language': 'nl', '@value': nl },
    { '@language': 'en', '@value': en },
  ]);

/** The vocabulary as SKOS in JSON-LD, following the Dutch profile for concept schemes (NL-SBB). */
export function toSkos({ vocabulary, title, description, version }: ReferenceModel): object {
  const { scheme, concepts } = vocabulary;
  const narrower = narrowerOf(concepts);
  const isTop = ({ broader = [] }: Concept) => broader.length === 0;
  return {
    '@context': context,
    '@graph': [
      {
        '@id': scheme,
        '@type': 'skos:ConceptScheme',
        'dct:title': inLanguages([title]),
        'dct:description': inLanguages([description]),
        'owl:versionInfo': version,
        'skos:hasTopConcept': links(
          scheme,
          concepts.filter(isTop).map(({ id }) => id),
        ),
      },
      ...concepts.map((concept) => conceptNode(scheme, concept, narrower.get(concept.id) ?? [])),
    ],
  };
}

const iriOf = (scheme: string, id: string): string => `${scheme}${scheme.startsWith('urn:') ? ':' : '/'}${id}`;

const links = (scheme: string, ids: readonly string[]): object[] => ids.map((id) => ({ '@id': iriOf(scheme, id) }));

function narrowerOf(concepts: readonly Concept[]): ReadonlyMap<string, readonly string[]> {
  const narrower = new Map<string, string[]>();
  for (const { id, broader = [] } of concepts) {
    for (const above of broader) narrower.set(above, [...(narrower.get(above) ?? []), id]);
  }
  return narrower;
}

function conceptNode(scheme: string, concept: Concept, narrower: readonly string[]): object {
  const { id, prefLabel, definition, altLabels = [], broader = [], related = [], exactMatch = [], source } = concept;
  const node = {
    'skos:prefLabel': inLanguages([prefLabel]),
    'skos:altLabel': inLanguages(altLabels),
    'skos:definition': inLanguages([definition]),
    'dct:source': source === undefined ? [] : [source],
    'skos:broader': links(scheme, broader),
    'skos:narrower': links(scheme, narrower),
    'skos:related': links(scheme, related),
    'skos:exactMatch': exactMatch.map((iri) => ({ '@id': iri })),
    'skos:topConceptOf': broader.length === 0 ? [{ '@id': scheme }] : [],
  };
  return {
    '@id': iriOf(scheme, id),
    '@type': 'skos:Concept',
    'skos:inScheme': { '@id': scheme },
    ...Object.fromEntries(Object.entries(node).filter(([, values]) => values.length > 0)),
  };
}
