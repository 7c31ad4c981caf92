import { describe, expect, test } from '@jest/globals';
import { termOf, toSkos } from '../../src/index.ts';
import { changed, modelOf, type Draft } from './themes.ts';

const model = modelOf('undermining');

describe('a term', () => {
  test('is what people call a concept, in their language', () => {
    expect(termOf(model, 'weighing', 'nl')).toBe('weging');
    expect(termOf(model, 'weighing', 'en')).toBe('weighing');
    expect(termOf(modelOf('bridges'), 'case', 'en')).toBe('works');
  });

  test('is unknown for a concept that the vocabulary does not have', () => {
    expect(termOf(model, 'moon', 'nl')).toBeUndefined();
    expect(termOf(model, 'constructor', 'nl')).toBeUndefined();
  });
});

describe('the vocabulary as SKOS', () => {
  const graphOf = (source: Draft): Draft[] => (toSkos(source) as Draft)['@graph'];
  const find = (graph: Draft[], id: string) => graph.find((node) => node['@id'] === id);
  const graph = graphOf(model);
  const scheme = 'urn:koppel:vocabulary:undermining';

  test('is one scheme with every concept once, under an IRI of its own', () => {
    expect(find(graph, scheme)).toMatchObject({ '@type': 'skos:ConceptScheme', 'owl:versionInfo': model.version });
    const ids = graph.map((node) => node['@id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(model.vocabulary.concepts.length + 1);
  });

  test('has one preferred label and a definition per language', () => {
    expect(find(graph, `${scheme}:weighing`)).toMatchObject({
      '@type': 'skos:Concept',
      'skos:inScheme': { '@id': scheme },
      'skos:prefLabel': [
        { '@language': 'nl', '@value': 'weging' },
        { '@language': 'en', '@value': 'weighing' },
      ],
    });
  });

  test('goes both ways: narrower is broader seen from above', () => {
    expect(find(graph, `${scheme}:necessity`)['skos:broader']).toEqual([{ '@id': `${scheme}:weighing` }]);
    expect(find(graph, `${scheme}:weighing`)['skos:narrower']).toContainEqual({ '@id': `${scheme}:necessity` });
  });

  test('has at the top what is under nothing', () => {
    const top = find(graph, scheme)['skos:hasTopConcept'];
    expect(top).toContainEqual({ '@id': `${scheme}:weighing` });
    expect(top).not.toContainEqual({ '@id': `${scheme}:necessity` });
    expect(find(graph, `${scheme}:necessity`)['skos:topConceptOf']).toBeUndefined();
  });

  test('leaves out what a concept does not have, and links to what is the same elsewhere', () => {
    const source = changed(({ vocabulary }) => {
      vocabulary.scheme = 'https://example.org/id/bridges';
      vocabulary.concepts[0].exactMatch = ['https://example.org/id/observation'];
    });
    const signal = find(graphOf(source), 'https://example.org/id/bridges/signal');
    expect(signal['skos:exactMatch']).toEqual([{ '@id': 'https://example.org/id/observation' }]);
    expect(Object.keys(signal)).not.toContain('skos:altLabel');
  });
});
