/** Shortest ways in a network from where one stands to everywhere (Dijkstra, with a heap of its own). */
import { must } from '../lib/must.ts';

export interface Network {
  /** Numbered from 0. */
  readonly nodes: number;
  /** Both ways. `length` in metres. */
  readonly edges: readonly { readonly a: number; readonly b: number; readonly length: number }[];
}

/** Least first; a node may lie in it more than once. */
class Heap {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  push(node: number, key: number): void {
    let at = this.#nodes.length;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (must(this.#keys[up], 'key') <= key) break;
      this.#set(at, must(this.#nodes[up], 'node'), must(this.#keys[up], 'key'));
      at = up;
    }
    this.#set(at, node, key);
  }

  pop(): readonly [node: number, key: number] {
    const least = [must(this.#nodes[0], 'node'), must(this.#keys[0], 'key')] as const;
    const [node, key] = [must(this.#nodes.pop(), 'node'), must(this.#keys.pop(), 'key')];
    const { length } = this.#nodes;
    if (length === 0) return least;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= length) break;
      if (down + 1 < length && must(this.#keys[down + 1], 'key') < must(this.#keys[down], 'key')) down += 1;
      if (must(this.#keys[down], 'key') >= key) break;
      this.#set(at, must(this.#nodes[down], 'node'), must(this.#keys[down], 'key'));
      at = down;
    }
    this.#set(at, node, key);
    return least;
  }

  #set(at: number, node: number, key: number): void {
    this.#nodes[at] = node;
    this.#keys[at] = key;
  }
}

/** Asked for with the nodes one can start at and what it costs to get there; metres to each node, infinite for none. */
export function shortestWays({
  nodes,
  edges,
}: Network): (starts: readonly (readonly [node: number, metres: number])[]) => Float64Array {
  const first = new Int32Array(nodes + 1);
  for (const { a, b } of edges) {
    first[a + 1] = must(first[a + 1], 'node') + 1;
    first[b + 1] = must(first[b + 1], 'node') + 1;
  }
  for (let node = 0; node < nodes; node += 1)
    first[node + 1] = must(first[node + 1], 'node') + must(first[node], 'node');
  const free = first.slice();
  const ends = new Int32Array(edges.length * 2);
  const lengths = new Float64Array(edges.length * 2);
  for (const { a, b, length } of edges)
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const at = must(free[from], 'node');
      ends[at] = to;
      lengths[at] = length;
      free[from] = at + 1;
    }
  return (starts) => {
    const metres = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
    const heap = new Heap();
    for (const [node, cost] of starts) {
      if (cost >= must(metres[node], 'node')) continue;
      metres[node] = cost;
      heap.push(node, cost);
    }
    while (heap.size > 0) {
      const [node, cost] = heap.pop();
      if (cost > must(metres[node], 'node')) continue;
      const end = must(first[node + 1], 'node');
      for (let at = must(first[node], 'node'); at < end; at += 1) {
        const to = must(ends[at], 'end');
        const far = cost + must(lengths[at], 'length');
        if (far >= must(metres[to], 'node')) continue;
        metres[to] = far;
        heap.push(to, far);
      }
    }
    return metres;
  };
}
