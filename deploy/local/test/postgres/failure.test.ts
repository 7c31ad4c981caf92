import { describe, expect, test } from '@jest/globals';
import { explainFailure } from '../../src/postgres/failure.ts';

const place = { dir: '/somewhere/postgres', port: 5432 };

describe('what PostgreSQL says before it gives up', () => {
  test.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk-full', 'free some space'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port-in-use', 'Port 5432'],
    ['FATAL:  data directory "/x" has wrong ownership', 'not-permitted', '/somewhere/postgres'],
    ['FATAL:  could not open file "global/pg_control": Permission denied', 'not-permitted', 'give the directory'],
    ['FATAL:  database files are incompatible with server', 'damaged', 'another version'],
    ['PANIC:  could not locate a valid checkpoint record', 'damaged', 'restore a backup'],
    ['postgres: error while loading shared libraries: libicuuc.so.60: cannot open', 'incomplete', 'npm ci'],
    ['FATAL:  something nobody has seen', 'failed', 'something nobody has seen'],
    ['', 'failed', 'did not start'],
  ])('"%s" is told as %s with advice', (words, fault, advice) => {
    const error = explainFailure(words, place);
    expect(error.fault).toBe(fault);
    expect(error.message).toContain(advice);
  });
});
