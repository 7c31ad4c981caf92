import { describe, expect, test } from '@jest/globals';
import spectral from '@stoplight/spectral-core';
import { apiDesignRules } from '../../src/gateway/api-design-rules.ts';
import { describeApi } from '../../src/gateway/openapi.ts';
import { allRoutes, issuer } from './all-routes.ts';

type Tree = { [name: string]: Tree };

const linter = new spectral.Spectral();
linter.setRuleset(new spectral.Ruleset(apiDesignRules));

/** A copy of the hub's own description, or of a part of it. */
const description = (routes = allRoutes) =>
  JSON.parse(JSON.stringify(describeApi(routes, issuer))) as Tree & { paths: Tree };

/** Enough to break: a form, a list, and the description itself. */
const few = allRoutes.filter(({ operationId }) => ['issueToken', 'listAdapters', 'getOpenApi'].includes(operationId));

async function brokenRules(document: object): Promise<string[]> {
  const findings = await linter.run(document as Record<string, unknown>);
  return [...new Set(findings.map(({ code }) => String(code)))].sort();
}

/** Puts a value somewhere in a tree, by path. */
function put(tree: object, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  const members = tree as Record<string, unknown>;
  if (rest.length === 0) members[name] = value;
  else put(members[name] as object, rest, value);
}

const token = ['paths', '/token', 'post'];
const ok = [...token, 'responses', '200'];
const form = 'application/x-www-form-urlencoded';

/** One breach per rule: where, and what stands there. */
const breaches: Readonly<Record<string, readonly [path: readonly string[], value: unknown]>> = {
  openapi3: [['openapi'], '3.0.3'],
  semver: [['info', 'version'], '1'],
  'doc-openapi-contact': [['info', 'contact'], undefined],
  'uri-version': [['servers', '0', 'url'], 'https://hub.example'],
  'transport-security': [['servers', '0', 'url'], 'http://hub.example/v1'],
  'version-in-server-only': [['paths', '/v1/things'], {}],
  'no-trailing-slash': [['paths', '/things/'], {}],
  'path-segments-kebab-case': [['paths', '/bigThings'], {}],
  'query-keys-camel-case': [['paths', '/things'], { parameters: [{ in: 'query', name: 'page_size' }] }],
  'http-methods': [['paths', '/things'], { trace: {} }],
  'operation-id': [[...token, 'operationId'], 'issue-token'],
  'operation-id-unique': [[...token, 'operationId'], 'listAdapters'],
  'operation-described': [[...token, 'summary'], undefined],
  'operation-security': [[...token, 'security'], undefined],
  'version-header': [[...ok, 'headers', 'API-Version'], undefined],
  'error-handling/problem-details': [
    [...token, 'responses', '401', 'content'],
    { 'application/json': { example: {} } },
  ],
  'error-handling/invalid-input': [[...token, 'responses', '400'], undefined],
  examples: [[...ok, 'content', 'application/json', 'example'], undefined],
  'closed-requests': [[...token, 'requestBody', 'content', form, 'schema', 'additionalProperties'], true],
  'publish-openapi': [['paths', '/openapi.json', 'get', 'security'], [{ koppel: ['exchange'] }]],
};

test('the description of this hub keeps every API Design Rule', async () => {
  const document = description();
  expect(Object.keys(document.paths).length).toBeGreaterThan(15);
  expect(await linter.run(document)).toEqual([]);
});

describe('a planted breach is found of the rule', () => {
  test('each: none is left out', () => {
    expect(Object.keys(breaches).sort()).toEqual(Object.keys(apiDesignRules.rules).sort());
  });

  test('and nothing is found where none is planted', async () => {
    expect(await brokenRules(description(few))).toEqual([]);
  });

  test.each(Object.entries(breaches))('%s', async (name, [path, value]) => {
    const document = description(few);
    put(document, path, value);
    expect(await brokenRules(JSON.parse(JSON.stringify(document)))).toEqual([name]);
  });
});
