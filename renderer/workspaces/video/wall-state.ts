/** What stands where on the video wall. Pure. */

export const paneCounts = [1, 4, 9, 16] as const;
export type PaneCount = (typeof paneCounts)[number];

export interface WallState {
  readonly panes: PaneCount;
  /** Video points by place, `panes` long; null: nothing there. */
  readonly cells: readonly (string | null)[];
  /** Places whose picture is wanted live. */
  readonly live: readonly string[];
  /** Shown alone, large; null: all are shown. */
  readonly enlarged: string | null;
}

export const emptyWall: WallState = { panes: 4, cells: [null, null, null, null], live: [], enlarged: null };

const kept = (wall: WallState): WallState => {
  const there = new Set(wall.cells);
  const enlarged = wall.enlarged !== null && there.has(wall.enlarged) ? wall.enlarged : null;
  return { ...wall, live: wall.live.filter((id) => there.has(id)), enlarged };
};

/** With fewer panes the filled places go first, in their order. */
export function withPanes(wall: WallState, panes: PaneCount): WallState {
  const filled = wall.cells.filter((id) => id !== null);
  const cells =
    panes >= wall.cells.length
      ? [...wall.cells, ...Array<null>(panes - wall.cells.length).fill(null)]
      : [...filled, ...Array<null>(panes).fill(null)].slice(0, panes);
  return kept({ ...wall, panes, cells });
}

/** Into the place given, or the first free one, or else the last. What is there already stays where it is. */
export function placed(wall: WallState, id: string, at?: number): WallState {
  if (wall.cells.includes(id)) return wall;
  const free = wall.cells.indexOf(null);
  const place = at ?? (free === -1 ? wall.cells.length - 1 : free);
  return kept({ ...wall, cells: wall.cells.map((cell, i) => (i === place ? id : cell)) });
}

export function removed(wall: WallState, id: string): WallState {
  return kept({ ...wall, cells: wall.cells.map((cell) => (cell === id ? null : cell)) });
}

/** Without those that stand in the register no more. */
export function standing(wall: WallState, stands: (id: string) => boolean): WallState {
  if (wall.cells.every((id) => id === null || stands(id))) return wall;
  return kept({ ...wall, cells: wall.cells.map((id) => (id !== null && stands(id) ? id : null)) });
}

export function withLive(wall: WallState, id: string, on: boolean): WallState {
  const others = wall.live.filter((each) => each !== id);
  return kept({ ...wall, live: on ? [...others, id] : others });
}

export const enlargedTo = (wall: WallState, id: string | null): WallState => kept({ ...wall, enlarged: id });

/** These and no others, live, in as few panes as hold them. */
export function filledWith(ids: readonly string[]): WallState {
  const panes = paneCounts.find((count) => count >= ids.length) ?? 16;
  const shown = ids.slice(0, panes);
  return { panes, cells: [...shown, ...Array<null>(panes - shown.length).fill(null)], live: shown, enlarged: null };
}

/** From what a page remembered; anything else is an empty wall. `stands`: whether the register still has it. */
export function remembered(value: unknown, stands: (id: string) => boolean): WallState {
  if (typeof value !== 'object' || value === null) return emptyWall;
  const { panes, cells } = value as { readonly panes?: unknown; readonly cells?: unknown };
  const count = paneCounts.find((each) => each === panes);
  if (count === undefined || !Array.isArray(cells)) return emptyWall;
  const wall = { ...emptyWall, panes: count, cells: Array<null>(count).fill(null) };
  const known = cells.map((id: unknown) => (typeof id === 'string' && stands(id) ? id : null));
  const unique = known.map((id, i) => (id !== null && known.indexOf(id) === i ? id : null));
  return { ...wall, cells: wall.cells.map((_, i) => unique[i] ?? null) };
}

/** The place that an arrow leads to from another one. */
export function neighbour(panes: PaneCount, at: number, key: string): number {
  const side = Math.sqrt(panes);
  const [row, column] = [Math.floor(at / side), at % side];
  const held = (n: number): number => Math.min(side - 1, Math.max(0, n));
  switch (key) {
    case 'ArrowLeft':
      return row * side + held(column - 1);
    case 'ArrowRight':
      return row * side + held(column + 1);
    case 'ArrowUp':
      return held(row - 1) * side + column;
    case 'ArrowDown':
      return held(row + 1) * side + column;
    default:
      return at;
  }
}
