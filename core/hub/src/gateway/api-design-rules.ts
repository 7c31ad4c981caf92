/**
 * The API Design Rules (Logius, version 2.1) and the habits of this house as a Spectral ruleset, for the description
 * that the gateway generates. The keys are those of the rules where they have one.
 */

interface Finding {
  readonly message: string;
  readonly path?: (string | number)[];
}

interface Context {
  readonly path: readonly (string | number)[];
}

type Check = (target: unknown, options: null, context: Context) => Finding[];
type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});

/** A rule that looks at the keys of an object. */
const keys =
  (isRight: (key: string) => boolean, message: string): Check =>
  (target, _options, { path }) =>
    Object.keys(membersOf(target))
      .filter((key) => !isRight(key))
      .map((key) => ({ message: `${message}: ${key}`, path: [...path, key] }));

/** A rule that looks at one value. */
const value =
  (isRight: (target: unknown) => boolean, message: string): Check =>
  (target) =>
    isRight(target) ? [] : [{ message }];

const text = (pattern: RegExp, message: string): Check =>
  value((target) => typeof target === 'string' && pattern.test(target), message);

const hasMembers =
  (...names: readonly string[]) =>
  (target: unknown): boolean =>
    names.every((name) => Object.hasOwn(membersOf(target), name));

const rule = (given: string | string[], check: Check) => ({
  given,
  severity: 'error' as const,
  // oxlint-disable-next-line unicorn/no-thenable -- Spectral's word for what a rule does
  then: { function: check },
});

const operations = '$.paths[*][get,put,post,delete,patch]';
const methods = ['get', 'post', 'put', 'delete', 'patch', 'parameters'];
const isSegment = (segment: string): boolean =>
  /^([a-z0-9]+(-[a-z0-9]+)*([.]json)?|\{[a-z][A-Za-z0-9]*\})$/.test(segment);
const isVersion = (segment: string): boolean => /^v[0-9]+$/.test(segment);
const segmentsOf = (path: string): string[] => path.slice(1).split('/');
const failures = `${operations}.responses[?(@property >= '400')]`;

const isProblem = (response: unknown): boolean => {
  const content = membersOf(membersOf(response)['content']);
  const schema = membersOf(membersOf(content['application/problem+json'])['schema']);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.keys(content).length === 1 && ['status', 'title', 'detail'].every((name) => required.includes(name));
};

const hasExample = (media: unknown): boolean => hasMembers('example')(media) || hasMembers('examples')(media);

/** An object that lets anything in is a mistake in a request. */
const isClosed = (schema: unknown): boolean =>
  membersOf(schema)['type'] !== 'object' || membersOf(schema)['additionalProperties'] === false;

const isPublished = (paths: unknown): boolean => {
  const operation = membersOf(membersOf(membersOf(paths)['/openapi.json'])['get']);
  const success = membersOf(membersOf(operation['responses'])['200']);
  const isAnonymous = Array.isArray(operation['security']) && operation['security'].length === 0;
  return isAnonymous && hasMembers('Access-Control-Allow-Origin')(success['headers']);
};

function uniqueIds(paths: unknown): Finding[] {
  const ids = Object.values(membersOf(paths)).flatMap((path) =>
    Object.values(membersOf(path)).map((operation) => String(membersOf(operation)['operationId'])),
  );
  return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => ({ message: `operationId ${id} is used twice` }));
}

export const apiDesignRules = {
  rules: {
    openapi3: rule('$.openapi', text(/^3[.]1[.]/, 'must be OpenAPI 3.1')),
    semver: rule('$.info.version', text(/^[0-9]+[.][0-9]+[.][0-9]+$/, 'must be a semantic version')),
    'doc-openapi-contact': rule(
      '$.info',
      value(hasMembers('contact', 'license'), 'must name a contact and the licence'),
    ),
    'uri-version': rule('$.servers[*].url', text(/[/]v[0-9]+$/, 'must end in the major version')),
    'transport-security': rule(
      '$.servers[*].url',
      text(/^(https:|http:[/][/](localhost|127[.]0[.]0[.]1)[:/])/, 'must be https'),
    ),
    'version-in-server-only': rule(
      '$.paths',
      keys((path) => !segmentsOf(path).some(isVersion), 'has a version'),
    ),
    'no-trailing-slash': rule(
      '$.paths',
      keys((path) => !path.endsWith('/'), 'ends in a slash'),
    ),
    'path-segments-kebab-case': rule(
      '$.paths',
      keys((path) => segmentsOf(path).filter(Boolean).every(isSegment), 'is not in kebab-case'),
    ),
    'query-keys-camel-case': rule(
      '$..parameters[?(@.in == "query")].name',
      text(/^[a-z]+([A-Z][a-z]*)*$/, 'must be in camelCase'),
    ),
    'http-methods': rule(
      '$.paths[*]',
      keys((method) => methods.includes(method), 'is not a method of this interface'),
    ),
    'operation-id': rule(
      operations,
      value(
        (target) => /^[a-z][A-Za-z]*$/.test(String(membersOf(target)['operationId'])),
        'must have an operationId in camelCase',
      ),
    ),
    'operation-id-unique': rule('$.paths', uniqueIds),
    'operation-described': rule(operations, value(hasMembers('summary', 'tags'), 'must have a summary and tags')),
    'operation-security': rule(operations, value(hasMembers('security'), 'must say who may use it, anyone included')),
    'version-header': rule(
      `${operations}.responses[*]`,
      value((target) => hasMembers('API-Version')(membersOf(target)['headers']), 'must have the header API-Version'),
    ),
    'error-handling/problem-details': rule(failures, value(isProblem, 'must be a problem document and nothing else')),
    'error-handling/invalid-input': rule(
      `${operations}.responses`,
      value(
        (target) => hasMembers('400')(target) && !hasMembers('422')(target),
        'must say what is invalid with 400, not 422',
      ),
    ),
    examples: rule(
      [`${operations}.requestBody.content[*]`, `${operations}.responses[*].content[*]`],
      value(hasExample, 'must have an example'),
    ),
    'closed-requests': rule(`${operations}.requestBody.content[*].schema`, value(isClosed, 'must be closed')),
    'publish-openapi': rule('$.paths', value(isPublished, 'must publish /openapi.json to anyone and any origin')),
  },
};
