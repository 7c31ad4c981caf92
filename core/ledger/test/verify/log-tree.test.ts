import { describe, expect, test } from '@jest/globals';
import { CompactRange } from '../../src/merkle/compact-range.ts';
import { LogTree } from '../../src/verify/log-tree.ts';
import { countingLeaves, naiveRoot } from '../merkle/naive-tree.ts';

const leaves = countingLeaves(9);
const other = Buffer.alloc(32, 7);
const checkpoint = (size: number, root = naiveRoot(leaves.slice(0, size))) => ({ origin: 'log', size, root });

function treeOf(count: number, held?: ReturnType<typeof checkpoint>): LogTree {
  const tree = new LogTree(new CompactRange(), held);
  for (const leaf of leaves.slice(0, count)) tree.append(leaf);
  return tree;
}

describe('the tree of the lines, compared with a signed checkpoint,', () => {
  test('is right when size and root are, once or twice', () => {
    const tree = treeOf(5);
    expect([tree.compare(checkpoint(5), 5), tree.compare(checkpoint(5), 5)]).toEqual([undefined, undefined]);
    expect(tree.lastGood).toBe(5);
  });

  test.each([
    ['has fewer entries', checkpoint(6), 'entry.removed'],
    ['has more entries', checkpoint(4), 'entry.inserted'],
    ['has other entries', checkpoint(5, other), 'history.rewritten'],
  ])('is wrong when it %s', (_title, signed, fault) => {
    const tree = treeOf(5);
    expect(tree.compare(signed, 5)).toBe(fault);
    expect(tree.lastGood).toBe(0);
  });

  test('is wrong once: what follows from that is not told as well', () => {
    const tree = treeOf(5);
    tree.compare(checkpoint(5, other), 5);
    tree.append(Buffer.alloc(32));
    expect(tree.compare(checkpoint(6), 6)).toBeUndefined();
    expect(tree.lastGood).toBe(0);
  });

  test('is not compared any more when the reason is known, but a log that goes back is told all the same', () => {
    const tree = treeOf(5);
    tree.break();
    expect(tree.compare(checkpoint(5, other), 5)).toBeUndefined();
    expect(tree.compare(checkpoint(4), 5)).toBe('checkpoint.rolled-back');
    expect(tree.lastGood).toBe(0);
  });

  test('starts from what was before the first line', () => {
    expect(new LogTree(new CompactRange(1, leaves.slice(0, 1)), undefined).lastGood).toBe(1);
  });
});

describe('a checkpoint that was kept', () => {
  test.each([0, 3, 5])('is like the tree when it has its root at %d leaves', (size) => {
    expect(treeOf(5, checkpoint(size)).isLikeHeld).toBe(true);
    expect(treeOf(5, checkpoint(size, other)).isLikeHeld).toBe(false);
  });

  test('is not compared at another size, nor once the tree is known to be wrong', () => {
    expect(treeOf(5, checkpoint(6, other)).isLikeHeld).toBe(true);
    const tree = treeOf(2, checkpoint(3, other));
    tree.break();
    tree.append(other);
    expect(tree.isLikeHeld).toBe(true);
  });
});
