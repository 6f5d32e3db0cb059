/** Where labels go so that none covers another: each tries its sides in turn, the weightiest first. */
import type { Box } from './ground.ts';

const cell = 64;

/** Boxes on the screen, found by where they lie. */
export class BoxIndex {
  readonly #cells = new Map<number, Box[]>();

  #keys({ left, top, right, bottom }: Box): number[] {
    const keys: number[] = [];
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x += 1) {
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y += 1) keys.push(x * 65_536 + y);
    }
    return keys;
  }

  add(box: Box): void {
    for (const key of this.#keys(box)) {
      const boxes = this.#cells.get(key);
      if (boxes === undefined) this.#cells.set(key, [box]);
      else boxes.push(box);
    }
  }

  /** Whether the box touches one that is there already, other than `own`. */
  taken(box: Box, own?: Box): boolean {
    return this.#keys(box).some((key) =>
      (this.#cells.get(key) ?? []).some((other) => other !== own && overlaps(box, other)),
    );
  }
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const besides = ['right', 'left', 'below', 'above'] as const;
/** Of a label upon its point: further rows for more of them at one point. */
const upons = ['middle', 'below', 'above', 'right', 'left', 'belowTwo', 'aboveTwo'] as const;
export type Side = (typeof besides)[number] | (typeof upons)[number];

/** What labels stay off: a minor one gives way to a label that has to be read. */
export interface Obstacle {
  readonly box: Box;
  readonly minor: boolean;
}

export interface LabelWish {
  readonly key: string;
  /** The mark it belongs to; for one of an area the point where it stands. */
  readonly mark: Box;
  readonly width: number;
  readonly height: number;
  /** Upon its point, and only if that is taken beside it. */
  readonly upon: boolean;
  /** May cover minor marks where there is no better side. */
  readonly overMinor: boolean;
  /** Drawn even where it must cover a mark; labels it never covers, unless no side is free of them. */
  readonly must: boolean;
}

export interface PlacedLabel {
  readonly box: Box;
  readonly side: Side;
}

/** Where labels may stand. */
export interface LabelRoom {
  /** Sides within it come first. */
  readonly view: Box;
  /** Under what lies above the map: only a label that must be drawn, and only where it has no other side. */
  readonly closed: readonly Box[];
}

const everywhere: LabelRoom = {
  view: { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity },
  closed: [],
};

const within = (box: Box, view: Box): boolean =>
  box.left >= view.left && box.top >= view.top && box.right <= view.right && box.bottom <= view.bottom;

const gap = 3;

function boxAt({ mark, width, height, upon }: LabelWish, side: Side): Box {
  const [cx, cy] = [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2];
  // Rows about a point leave the middle one to the label that stands upon it.
  const row = upon ? height / 2 : 0;
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  switch (side) {
    case 'right':
      return at(mark.right + gap, cy - height / 2);
    case 'left':
      return at(mark.left - gap - width, cy - height / 2);
    case 'below':
      return at(cx - width / 2, mark.bottom + row + gap);
    case 'above':
      return at(cx - width / 2, mark.top - row - gap - height);
    case 'belowTwo':
      return at(cx - width / 2, mark.bottom + row + height + 2 * gap);
    case 'aboveTwo':
      return at(cx - width / 2, mark.top - row - 2 * height - 2 * gap);
    case 'middle':
      return at(cx - width / 2, cy - height / 2);
  }
}

const sidesOf = (wish: LabelWish): readonly Side[] => (wish.upon ? upons : besides);

/**
 * Places what can be placed. `wishes` come weightiest first; `before` holds the sides of the last time, tried first, so
 * that labels do not jump about while things move.
 */
export function placeLabels(
  marks: readonly Obstacle[],
  wishes: readonly LabelWish[],
  before: ReadonlyMap<string, Side>,
  room: LabelRoom = everywhere,
): Map<string, PlacedLabel> {
  const placed = new Map<string, PlacedLabel>();
  const [major, minor] = [new BoxIndex(), new BoxIndex()];
  for (const { box, minor: small } of marks) (small ? minor : major).add(box);
  const labels = new BoxIndex();
  const closed = new BoxIndex();
  for (const box of room.closed) closed.add(box);
  for (const wish of wishes) {
    const last = before.get(wish.key);
    const tried = [...(last === undefined ? [] : [last]), ...sidesOf(wish)];
    const options = tried.map((side) => ({ side, box: boxAt(wish, side) }));
    const open = options.filter(({ box }) => !closed.taken(box));
    const whole = open.filter(({ box }) => within(box, room.view));
    const best = [...whole, ...open.filter((option) => !whole.includes(option))];
    const clearOfLabels = best.filter(({ box }) => !labels.taken(box));
    const clearOfMarks = clearOfLabels.filter(({ box }) => !major.taken(box, wish.mark));
    const free =
      clearOfMarks.find(({ box }) => !minor.taken(box, wish.mark)) ??
      (wish.overMinor ? clearOfMarks[0] : undefined) ??
      (wish.must ? (clearOfLabels[0] ?? best[0] ?? options[0]) : undefined);
    if (free === undefined) continue;
    placed.set(wish.key, free);
    labels.add(free.box);
  }
  return placed;
}
