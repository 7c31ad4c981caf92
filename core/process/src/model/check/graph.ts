/** From each node to those that follow it. */
export type Graph = ReadonlyMap<string, Iterable<string>>;

/** Everything that can be reached from the starts, themselves included. */
export function reachedFrom(graph: Graph, starts: Iterable<string>): Set<string> {
  const reached = new Set(starts);
  // A set walks over what is added on the way.
  for (const node of reached) for (const next of graph.get(node) ?? []) reached.add(next);
  return reached;
}

export function reversed(graph: Graph): ReadonlyMap<string, Set<string>> {
  const back = new Map<string, Set<string>>();
  for (const [node, followers] of graph) {
    for (const follower of followers) back.set(follower, (back.get(follower) ?? new Set()).add(node));
  }
  return back;
}

/** The nodes that lie on a circle or between two: what is left when dead ends are cut off from both sides. */
export function nodesInCircles(graph: Graph): Set<string> {
  const onward = withoutDeadEnds(graph);
  const both = withoutDeadEnds(reversed(onward));
  return new Set(both.keys());
}

function withoutDeadEnds(graph: Graph): Graph {
  const left = new Map([...graph].map(([node, followers]) => [node, new Set(followers)]));
  const back = reversed(graph);
  const nodes = new Set([...graph.keys(), ...back.keys()]);
  const dead = [...nodes].filter((node) => (left.get(node)?.size ?? 0) === 0);
  for (let node = dead.pop(); node !== undefined; node = dead.pop()) {
    left.delete(node);
    for (const before of back.get(node) ?? []) {
      const followers = left.get(before);
      if (followers?.delete(node) && followers.size === 0) dead.push(before);
    }
  }
  return left;
}
