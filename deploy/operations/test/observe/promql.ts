import { parser } from '@prometheus-io/lezer-promql';

export interface Reading {
  readonly isCorrect: boolean;
  /** Names of the metrics that it reads. */
  readonly metrics: readonly string[];
}

/** Reads an expression with Prometheus' own grammar. */
export function readPromql(expression: string): Reading {
  const metrics: string[] = [];
  let isCorrect = true;
  let isSelector = false;
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to }) => {
      if (type.isError) isCorrect = false;
      if (name === 'Identifier' && isSelector) metrics.push(expression.slice(from, to));
      isSelector = name === 'VectorSelector';
    },
  });
  return { isCorrect, metrics };
}
