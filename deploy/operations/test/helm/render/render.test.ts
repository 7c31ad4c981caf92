import { expect, test } from '@jest/globals';
import { evaluate, type Scope } from './expression.ts';
import { parseTemplate } from './parse.ts';

const scope: Scope = {
  dot: { Values: { name: 'tax', list: ['a'], none: {}, deep: { b: 2, a: '1' } } },
  variables: { $: { Values: { name: 'root' } }, $key: 'key' },
  include: (name, context) => `${name}:${String(context)}`,
};

test.each([
  ['.Values.name', 'tax'],
  ['$.Values.name', 'root'],
  ['$key', 'key'],
  ['.Values.absent | default "x"', 'x'],
  ['.Values.name | quote', '"tax"'],
  ['printf "a-%s-%s" .Values.name $key', 'a-tax-key'],
  ['include "labels" $key | nindent 2', '\n  labels:key'],
  ['include "labels" (printf "%s!" $key)', 'labels:key!'],
  ['toYaml .Values.deep | indent 2', '  a: "1"\n  b: 2'],
  ['toJson .Values.deep | quote', String.raw`"{\"a\":\"1\",\"b\":2}"`],
])('%s is %j', (expression, value) => {
  expect(evaluate(expression, scope)).toBe(value);
});

test.each(['lookup "v1"', '.Values.name.deep', '$absent', 'upper .Values.name', 'eq 1 1', ''])(
  'what is not understood is refused: %s',
  (expression) => {
    expect(() => evaluate(expression, scope)).toThrow();
  },
);

test('white space is taken away where the template says so, and only there', () => {
  const textsOf = (source: string) => parseTemplate(source).map((node) => (node.kind === 'text' ? node.text : '·'));
  expect(textsOf('a \n{{- .x }} b')).toEqual(['a', '·', ' b']);
  expect(textsOf('a {{ .x -}}\n b')).toEqual(['a ', '·', 'b']);
  expect(textsOf('a\n{{- /* why */ -}}\nb')).toEqual(['a', 'b']);
});

test.each(['{{ if .x }}a', '{{ end }}', '{{ block "x" . }}{{ end }}'])(
  'what does not close is refused: %s',
  (source) => {
    expect(() => parseTemplate(source)).toThrow();
  },
);
