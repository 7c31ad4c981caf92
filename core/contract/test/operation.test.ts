import { expect, test } from '@jest/globals';
import { compileSchema, EventDescription, majorOf, OperationDescription, operationId } from '../src/index.ts';
import { findIncidents, incidentReported } from './samples.ts';

test('an operation is named with its version, and an agreement binds to the major one', () => {
  expect(operationId(findIncidents)).toBe('police.find-incidents@2.1.0');
  expect(['0.9.1', '2.1.0', '10.0.0'].map(majorOf)).toEqual([0, 2, 10]);
});

test('what an author defines is what a manifest publishes', () => {
  expect(compileSchema(OperationDescription).faultsOf(JSON.parse(JSON.stringify(findIncidents)))).toEqual([]);
  expect(compileSchema(EventDescription).faultsOf(JSON.parse(JSON.stringify(incidentReported)))).toEqual([]);
});
