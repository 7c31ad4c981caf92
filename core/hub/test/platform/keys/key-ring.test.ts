import { beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '@koppel/testkit';
import { KeyRing, type KeyChange } from '../../../src/platform/keys/key-ring.ts';
import type { KeyKind } from '../../../src/platform/keys/key-custody.ts';
import { expectCode } from '../../identity/clients.ts';
import { MemoryCustody } from './memory-custody.ts';
import { MemoryRegister } from './memory-register.ts';

let custody: MemoryCustody;
let register: MemoryRegister;
let told: KeyChange[];

beforeEach(() => {
  custody = new MemoryCustody();
  register = new MemoryRegister();
  told = [];
});

const open = (lostKeys: readonly string[] = [], at = custody): Promise<KeyRing> =>
  KeyRing.open({ custody: at, register, log: silentLog, lostKeys });
const name = 'example-region';
const statesOf = (ring: KeyRing, kind: KeyKind) => ring.versions(kind, name).map(({ state }) => state);
const tell = async (change: KeyChange): Promise<void> => void told.push(change);
const rotate = (ring: KeyRing, kind: KeyKind, isCompromised = false) =>
  ring.rotate({ kind, name, isCompromised, tell });

async function pass(ring: KeyRing, ms: number): Promise<void> {
  register.clock.time += ms;
  await ring.look();
}

describe('a key', () => {
  test('is made at first use, once for all nodes and all who ask', async () => {
    const [one, other] = [await open(), await open()];
    const made = await Promise.all([one, other, one, other].map((ring) => ring.active('case', name)));
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(made[0]).toMatchObject({ version: 1, state: 'active' });
  });

  test('of another folder than the other nodes have is refused', async () => {
    await (await open()).active('case', name);
    const apart = new MemoryCustody();
    await apart.create({ kind: 'case', name, version: 1 });
    const { message } = await expectCode(open([], apart), 'config.invalid');
    expect(message).toContain('case/example-region.1 is another than it was');
  });

  test('made on two folders at the same moment is refused on the slower node', async () => {
    const [one, apart] = [await open(), await open([], new MemoryCustody())];
    await one.active('search', name);
    await expectCode(
      apart.active('case', name).then(() => one.active('case', name)),
      'config.invalid',
    );
  });
});

describe('rotation', () => {
  test('announces the new key before it is used, and then retires the former', async () => {
    const [ring, other] = [await open(), await open()];
    await ring.active('case', name);
    await rotate(ring, 'case');
    await other.look();
    expect([statesOf(ring, 'case'), statesOf(other, 'case')]).toEqual([
      ['coming', 'active'],
      ['coming', 'active'],
    ]);
    expect((await ring.active('case', name)).version).toBe(1);
    await pass(ring, 2999);
    expect((await ring.active('case', name)).version).toBe(1);
    await pass(ring, 1);
    expect((await ring.active('case', name)).version).toBe(2);
    expect(statesOf(ring, 'case')).toEqual(['active', 'retired']);
  });

  test('is told before the new key counts; what cannot be told does not happen', async () => {
    const ring = await open();
    const before = await ring.active('case', name);
    const failing = ring.rotate({
      kind: 'case',
      name,
      isCompromised: false,
      tell: () => Promise.reject(new Error('no')),
    });
    await expect(failing).rejects.toThrow('no');
    await ring.look();
    expect(statesOf(ring, 'case')).toEqual(['active']);
    const made = await rotate(ring, 'case');
    expect(told).toMatchObject([
      { key: { version: 2, fingerprint: made.fingerprint }, previous: { version: 1, fingerprint: before.fingerprint } },
    ]);
  });

  test('waits for the one before it', async () => {
    const ring = await open();
    await rotate(ring, 'case');
    await expectCode(rotate(ring, 'case'), 'resource.changed');
    await pass(ring, 3000);
    await rotate(ring, 'case');
    expect(statesOf(ring, 'case')).toEqual(['coming', 'active', 'retired']);
  });

  test('by two at once happens once', async () => {
    const [one, other] = [await open(), await open()];
    await one.active('case', name);
    const outcomes = await Promise.allSettled([rotate(one, 'case'), rotate(other, 'case')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await one.look();
    expect(statesOf(one, 'case')).toEqual(['coming', 'active']);
  });

  test('of a token key lets the former serve until its last token has expired, and then destroys it everywhere', async () => {
    const [ring, other] = [await open(), await open()];
    await rotate(ring, 'token');
    await pass(ring, 3000 + 599_999);
    expect(statesOf(ring, 'token')).toEqual(['active', 'retired']);
    await pass(ring, 1);
    await other.look();
    expect(statesOf(other, 'token')).toEqual(['active', 'destroyed']);
    expect(await custody.list()).toMatchObject([{ version: 2 }]);
  });

  const rotateThrice = async (kind: KeyKind): Promise<string[]> => {
    const ring = await open();
    for (let i = 0; i < 3; i += 1) {
      await rotate(ring, kind);
      await pass(ring, 3000);
    }
    return statesOf(ring, kind);
  };

  test('of a checkpoint key leaves two at most that sign', async () => {
    expect(await rotateThrice('checkpoint')).toEqual(['active', 'retired', 'destroyed', 'destroyed']);
  });

  test('of a token key lets every former one serve out its time, however often it is rotated', async () => {
    expect(await rotateThrice('token')).toEqual(['active', 'retired', 'retired', 'retired']);
  });

  test.each(['checkpoint', 'token'] as const)(
    'of a compromised %s key ends it once every node has the next',
    async (kind) => {
      const ring = await open();
      await rotate(ring, kind, true);
      await pass(ring, 3000);
      expect(statesOf(ring, kind)).toEqual(['active', 'retired']);
      await pass(ring, 2000);
      expect(statesOf(ring, kind)).toEqual(['active', 'destroyed']);
    },
  );

  test.each(['pseudonym', 'case', 'search'] as const)(
    'of a compromised %s key keeps what opens and finds what was made',
    async (kind) => {
      const ring = await open();
      await rotate(ring, kind, true);
      await pass(ring, 86_400_000);
      expect(statesOf(ring, kind)).toEqual(['active', 'retired']);
    },
  );
});

describe('a key that is lost', () => {
  const lose = async (kind: KeyKind): Promise<void> => {
    const ring = await open();
    await ring.active(kind, name);
    ring.close();
    await custody.destroy({ kind, name, version: 1 });
  };

  test('is missed at the start, with all others that are lost, and none is made', async () => {
    await lose('case');

    const { message: missing } = await expectCode(open(), 'config.invalid');
    expect(missing).toContain('case/example-region.1 is absent');
    expect(missing).toContain('Restore them');
    expect(await custody.list()).not.toContainEqual({ kind: 'case', name, version: 1 });
  });

  test('is given up only when it is named, and the ledger is told of what takes its place', async () => {
    await lose('case');
    await expectCode(open(['case/another-region.1']), 'config.invalid');
    const ring = await open(['case/example-region.1']);
    expect(await ring.active('case', name)).toMatchObject({ version: 2, state: 'active', isLogged: false });
    await ring.tellOfReplacements(tell);
    await ring.look();
    await ring.tellOfReplacements(tell);
    expect(told).toMatchObject([{ key: { version: 2 }, previous: { version: 1 } }]);
  });

  test('is not given up while it is there', async () => {
    await (await open()).active('case', name);
    const ring = await open(['case/example-region.1']);
    expect(await ring.active('case', name)).toMatchObject({ version: 1, state: 'active' });
  });
});

describe('keys from before there was a register', () => {
  test('are taken up with their versions, the highest in force', async () => {
    for (const version of [2, 3]) await custody.create({ kind: 'token', name, version });
    const ring = await open();
    expect(ring.versions('token', name)).toMatchObject([{ version: 3, state: 'active' }, { version: 2 }]);
  });

  test('are missed when the register only knows that there is one', async () => {
    const key = { kind: 'case', name, version: 1, fingerprint: null as unknown as string, publicKey: null } as const;
    await register.add({ key, inMs: 0, isLogged: true });
    await expectCode(open(), 'config.invalid');
    const made = await custody.create({ kind: 'case', name, version: 1 });
    const ring = await open();
    expect((await register.list())[0]?.fingerprint).toBe(made.fingerprint);
    expect((await ring.active('case', name)).version).toBe(1);
  });

  test('that a rotation left behind when it was cut short are used by the next one', async () => {
    const ring = await open();
    await ring.active('case', name);
    const left = await custody.create({ kind: 'case', name, version: 2 });
    const again = await open();
    expect(statesOf(again, 'case')).toEqual(['active']);
    expect((await rotate(again, 'case')).fingerprint).toBe(left.fingerprint);
  });
});
