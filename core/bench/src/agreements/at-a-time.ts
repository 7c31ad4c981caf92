/** Does the same for each of many, fewer at a time than a hub has connections to its database; answers in their order. */
export async function someAtATime<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  count = 4,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += count)
    results.push(...(await Promise.all(items.slice(from, from + count).map(work))));
  return results;
}
