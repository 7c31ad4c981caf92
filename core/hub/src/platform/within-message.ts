/** Rooms answer each other over the message server, which takes twice this much. In characters. */
const mostInMessage = 1_000_000;

/** As many of these, from the first, as one message takes; one in any case. */
export function withinMessage<Item>(items: readonly Item[], lengthOf: (item: Item) => number): readonly Item[] {
  let length = 0;
  const next = items.findIndex((item) => (length += lengthOf(item)) > mostInMessage);
  return next < 0 ? items : items.slice(0, Math.max(next, 1));
}
