import { chmod, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Story } from '../cases/story.ts';
import { expectCode } from '../identity/clients.ts';
import { ProcessRegion } from '../process-region.ts';

let place: ProcessRegion;
let story: Story;
let signal: string;
const file = (...names: readonly string[]) => join(place.region.home, 'keys', ...names);

beforeAll(async () => {
  place = await ProcessRegion.open();
  story = new Story(place);
  signal = (await story.submit({ title: 'Bellflower' })).id;
  const { agreement } = await place.region.agree();
  await place.region.ask(agreement.id);
  await place.region.stop();
}, 120_000);
afterAll(() => place?.close());

const year = new Date().getUTCFullYear();
const keyFiles = [
  ['checkpoint', 'log.1.key'],
  ['token', 'hub.1.key'],
  ['case', 'example-region.1.key'],
  ['search', 'example-region.1.key'],
  ['pseudonym', `example-region.${year}.1.key`],
] as const;

test('a hub whose keys are gone names them all, and makes none', async () => {
  for (const [kind, name] of keyFiles) await rename(file(kind, name), file(kind, `${name}.away`));
  const { message } = await expectCode(place.region.start(), 'config.invalid');
  for (const [kind, name] of keyFiles) expect(message).toContain(`${kind}/${name.replace('.key', '')} is absent`);
  expect(message).toContain('Restore them from the backup of keys');
  for (const [kind, name] of keyFiles) expect(await readdir(file(kind))).toEqual([`${name}.away`]);
});

test('and does not start while others may read one of them', async () => {
  for (const [kind, name] of keyFiles) await rename(file(kind, `${name}.away`), file(kind, name));
  await chmod(file('case', 'example-region.1.key'), 0o640);
  const { message } = await expectCode(place.region.start(), 'config.invalid');
  expect(message).toContain(`${file('case', 'example-region.1.key')} is open to others`);
  await chmod(file('case', 'example-region.1.key'), 0o600);
});

test('with its keys back it goes on as if nothing had happened', async () => {
  await place.region.start();
  await expect(place.as('reporter').get(`/v1/signals/${signal}`)).resolves.toMatchObject({
    content: { title: 'Bellflower' },
  });
  await place.region.stop();
});

test('told that a key is lost for good, it goes on without what that key opened, and the ledger says so', async () => {
  await rename(file('case', 'example-region.1.key'), file('case', 'gone'));
  const config = { lostKeys: ['case/example-region.1'] };
  await place.region.startWith(config);
  await expect(place.as('reporter').get(`/v1/signals/${signal}`)).resolves.toMatchObject({ content: null });
  const { id } = await story.submit({ title: 'Cornflower' });
  await expect(place.as('reporter').get(`/v1/signals/${id}`)).resolves.toMatchObject({
    content: { title: 'Cornflower' },
  });
  await place.region.stop();
  await place.region.startWith(config);
  const replaced = (await place.region.ledger()).filter(({ type }) => type === 'key.rotated');
  expect(replaced).toMatchObject([{ code: 'key.lost', key: { kind: 'case', version: 2 } }]);
  await expect(place.as('reporter').get(`/v1/signals/${id}`)).resolves.toMatchObject({
    content: { title: 'Cornflower' },
  });
}, 60_000);
