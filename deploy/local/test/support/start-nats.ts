import { join } from 'node:path';
import { createLinkAuthority } from '@koppel/link';
import { startNatsServer } from '../../src/nats-server.ts';

const [, , binary = '', directory = ''] = process.argv;
const authority = await createLinkAuthority(join(directory, 'authority'));
const server = await startNatsServer({ binary, authority, directory: join(directory, 'server') });
console.log(server.pid);
