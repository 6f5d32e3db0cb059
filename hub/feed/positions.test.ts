import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { Positions } from '../../seat/runtime/positions.ts';
import type { UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { SeenAt } from '../../shared/wire/positions.ts';
import { decodeFrame } from '../../shared/wire/positions.ts';
import { must } from '../../shared/lib/must.ts';
import { labelsFrom } from './labels.ts';
import type { PositionLimits, PositionSeat } from './positions.ts';
import { PositionBoard, positionLimits } from './positions.ts';
import type { PositionSource } from './positions-view.ts';

/** Telemetry as small as can be. */
class Source implements PositionSource {
  readonly rows = new Map<string, { revision: number; seen: SeenAt | undefined }>();
  readonly scopes = new Map<string, readonly string[]>();
  revision = 0;
  #moved: () => void = () => undefined;
  #changed: () => void = () => undefined;
  readonly units = {
    all: () => [...this.scopes].map(([id, scope]) => ({ id, scope })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    onChanged: (listener: () => void) => {
      this.#changed = listener;
      return () => (this.#changed = () => undefined);
    },
  };

  onMoved(listener: () => void): () => void {
    this.#moved = listener;
    return () => (this.#moved = () => undefined);
  }

  since(revision: number) {
    const rows = [...this.rows].filter(([, row]) => row.revision > revision);
    return {
      moved: rows.flatMap(([unit, { seen }]) => (seen === undefined ? [] : [[unit, seen] as const])),
      gone: rows.flatMap(([unit, { seen }]) => (seen === undefined ? [unit] : [])),
    };
  }

  scope(unit: string, ...labels: readonly string[]): void {
    this.scopes.set(unit, labels);
    this.#changed();
  }

  /** undefined: it has no position any more. */
  set(unit: string, seen: SeenAt | undefined): void {
    this.revision += 1;
    this.rows.set(unit, { revision: this.revision, seen });
    this.#moved();
  }

  visible(labels: readonly string[]): ReadonlyMap<string, SeenAt> {
    const seen = [...this.rows].flatMap(([unit, row]) =>
      row.seen !== undefined && (this.scopes.get(unit) ?? []).some((label) => labels.includes(label))
        ? [[unit, row.seen] as const]
        : [],
    );
    return new Map(seen);
  }
}

/** A seat at the end of a link that loses frames, fills up, and delivers when told. */
class Seat implements PositionSeat {
  readonly clock: ManualClock;
  readonly positions: Positions;
  list: readonly string[];
  full = false;
  /** What is on the way, in the order it was sent. */
  way: (() => void)[] = [];
  frames: Uint8Array[] = [];
  indexes: UnitIndex[] = [];
  board: PositionBoard;

  constructor(board: PositionBoard, clock: ManualClock, list: readonly string[]) {
    this.board = board;
    this.clock = clock;
    this.list = list;
    this.positions = new Positions(clock, () => undefined);
  }

  labels = () => labelsFrom(this.list);

  readonly link = {
    writable: () => !this.full,
    unitIndex: (index: UnitIndex) => {
      this.indexes.push(index);
      this.way.push(() => this.positions.index(index));
    },
    positions: (frame: Uint8Array) => {
      if (this.full) return false;
      this.frames.push(frame);
      this.way.push(() => this.#take(frame));
      return true;
    },
  };

  #take(frame: Uint8Array): void {
    const taken = this.positions.frame(must(decodeFrame(frame), 'a frame'));
    if (taken === undefined) this.board.asked(this);
    else this.board.taken(this, taken);
  }

  deliver(count = Number.POSITIVE_INFINITY): void {
    while (this.way.length > 0 && count-- > 0) this.way.shift()?.();
  }

  last() {
    return must(decodeFrame(must(this.frames.at(-1), 'a frame')), 'a frame');
  }
}

function setUp(limits: Partial<PositionLimits> = {}) {
  const clock = new ManualClock();
  const source = new Source();
  let sent = 0;
  const board = new PositionBoard({
    ...{ source, timers: clock, hubTime: () => clock.now(), sent: () => (sent += 1), limits },
  });
  const join = (...labels: readonly string[]): Seat => {
    const seat = new Seat(board, clock, labels);
    board.add(seat);
    return seat;
  };
  let moves = 0;
  const at = (): SeenAt => ({ lon: (moves += 1) / 1_000, lat: 27, at: clock.now(), poor: false });
  const move = (...units: readonly string[]): void => units.forEach((unit) => source.set(unit, at()));
  return { clock, source, board, join, move, sent: () => sent };
}

describe('a seat', () => {
  test('is told everything when it comes, and then what moves', () => {
    const { source, join, move } = setUp();
    for (const unit of ['m1', 'm2']) source.scope(unit, 'hall');
    move('m1', 'm2');
    const seat = join('hall');
    seat.deliver();
    expect(seat.indexes).toEqual([{ dictionary: expect.any(Number), units: ['m1', 'm2'] }]);
    expect(seat.last()).toMatchObject({ full: true, gone: [] });
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
    move('m2');
    seat.clock.advance(50);
    seat.deliver();
    expect(seat.last()).toMatchObject({ full: false, moved: [[1, {}]] });
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
    expect(seat.positions.position('m2')).toEqual({ lon: 0.003, lat: 27, at: expect.any(Number) });
  });

  test('that is told nothing is there is told so, so that an old table ends', () => {
    const { join } = setUp();
    const seat = join('hall');
    expect(seat.last()).toMatchObject({ full: true, moved: [] });
  });

  test('is told at once while it is quiet, and once in a window while it is not', () => {
    const { clock, source, join, move } = setUp({ busyMoves: 3 });
    source.scope('m1', 'hall');
    clock.advance(1_000);
    const seat = join('hall');
    seat.deliver();
    clock.advance(1_000);
    const before = seat.frames.length;
    move('m1');
    expect(seat.frames).toHaveLength(before + 1);
    seat.deliver();
    move('m1', 'm1', 'm1');
    clock.advance(49);
    expect(seat.frames).toHaveLength(before + 1);
    clock.advance(1);
    expect(seat.frames).toHaveLength(before + 2);
    seat.deliver();
    // Much moved: the next window is the longer one.
    move('m1');
    clock.advance(99);
    expect(seat.frames).toHaveLength(before + 2);
    clock.advance(1);
    expect(seat.frames).toHaveLength(before + 3);
  });

  test('that does not read gets one frame, and later the newest only', () => {
    const { clock, source, join, move } = setUp();
    source.scope('m1', 'hall');
    const seat = join('hall');
    for (let n = 0; n < 100; n += 1) {
      move('m1');
      clock.advance(20);
    }
    expect(seat.way).toHaveLength(2);
    seat.deliver();
    clock.advance(200);
    expect(seat.frames).toHaveLength(2);
    seat.deliver();
    expect(seat.last().moved).toHaveLength(1);
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
  });

  test('whose frame was lost gets it again, with what came since', () => {
    const { clock, source, join, move } = setUp();
    for (const unit of ['m1', 'm2']) source.scope(unit, 'hall');
    const seat = join('hall');
    seat.deliver();
    clock.advance(1_000);
    move('m1');
    seat.way = [];
    move('m2');
    clock.advance(positionLimits.lostMs);
    seat.deliver();
    expect(seat.last().moved).toHaveLength(2);
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
  });

  test('whose link is full is told once there is room', () => {
    const { clock, source, board, join, move } = setUp();
    source.scope('m1', 'hall');
    const seat = join('hall');
    seat.deliver();
    seat.full = true;
    const before = seat.frames.length;
    for (let n = 0; n < 5; n += 1) {
      move('m1');
      clock.advance(100);
    }
    expect(seat.frames).toHaveLength(before);
    seat.full = false;
    board.drained(seat);
    seat.deliver();
    expect(seat.frames).toHaveLength(before + 1);
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
    board.drained(seat);
    expect(seat.frames).toHaveLength(before + 1);
  });

  test('that does not know the list asks for it, and is answered once in a while', () => {
    const { clock, source, join, move } = setUp();
    source.scope('m1', 'hall');
    const seat = join('hall');
    seat.deliver();
    seat.positions.lost();
    for (let n = 0; n < 5; n += 1) {
      move('m1');
      clock.advance(50);
      seat.deliver(1);
      seat.positions.lost();
    }
    expect(seat.indexes.length).toBeLessThanOrEqual(2);
    clock.advance(2 * positionLimits.lostMs);
    seat.deliver();
    clock.advance(2 * positionLimits.lostMs);
    seat.deliver();
    expect(seat.positions.all()).toEqual(source.visible(['hall']));
  });
});

describe('rights', () => {
  test('a seat is told of units in its sight only, not even their ids', () => {
    const { source, join, move } = setUp();
    source.scope('m1', 'a');
    source.scope('m2', 'b');
    move('m1', 'm2');
    const seat = join('a');
    seat.deliver();
    expect(seat.indexes.flatMap(({ units }) => units)).toEqual(['m1']);
    expect([...seat.positions.all().keys()]).toEqual(['m1']);
    const before = seat.frames.length;
    move('m2');
    seat.clock.advance(1_000);
    expect(seat.frames).toHaveLength(before);
  });

  test('what it may not see any more is gone at once, and what it may is there', () => {
    const { source, board, join, move } = setUp();
    source.scope('m1', 'a');
    source.scope('m2', 'b');
    move('m1', 'm2');
    const seat = join('a');
    seat.list = ['b'];
    board.relabelled(seat);
    seat.deliver();
    expect([...seat.positions.all().keys()]).toEqual(['m2']);
    source.scope('m2', 'c');
    seat.clock.advance(100);
    seat.deliver();
    expect([...seat.positions.all().keys()]).toEqual([]);
  });

  test('seats that may see the same share list and frame; others have their own', () => {
    const { source, join, move } = setUp();
    source.scope('m1', 'a');
    move('m1');
    const [one, two, other] = [join('a', 'b'), join('b', 'a'), join('a')];
    for (const seat of [one, two, other]) seat.deliver();
    one.clock.advance(1_000);
    move('m1');
    expect(one.frames.at(-1)).toBe(two.frames.at(-1));
    expect(one.frames.at(-1)).not.toBe(other.frames.at(-1));
    expect(one.indexes).toEqual(two.indexes);
    expect(one.indexes.at(-1)?.dictionary).not.toBe(other.indexes.at(-1)?.dictionary);
  });
});

test('a unit that comes to be makes a new list, which goes before the frame that names it', () => {
  const { clock, source, join, move } = setUp();
  source.scope('m2', 'hall');
  const seat = join('hall');
  move('m2');
  source.scope('m1', 'hall');
  move('m1');
  clock.advance(100);
  seat.deliver();
  clock.advance(100);
  seat.deliver();
  expect(seat.indexes.map(({ units }) => units)).toEqual([['m2'], ['m1', 'm2']]);
  expect(seat.positions.all()).toEqual(source.visible(['hall']));
});

test('once the board has stopped, nothing is sent and no timer is left', () => {
  const { clock, source, board, join, move } = setUp();
  source.scope('m1', 'hall');
  const seat = join('hall');
  move('m1');
  board.stop();
  const before = seat.frames.length;
  move('m1');
  clock.advance(60_000);
  expect(seat.frames).toHaveLength(before);
  expect(clock.waiting).toBe(0);
});

describe('law', () => {
  const unit = fc.constantFrom('m1', 'm2', 'm3', 'm4');
  const label = fc.constantFrom('a', 'b');
  const labels = fc.uniqueArray(label, { minLength: 1 });
  const who = fc.integer({ min: 0, max: 1 });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('move' as const), unit }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('gone' as const), unit }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('scope' as const), unit, labels }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('relabel' as const), who, labels }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('drain' as const), who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), who, count: fc.nat(3) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(4_000) }) },
  );

  test('after any moves, losses and new links a quiet seat holds what it may see', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, source, board, join, move } = setUp();
        for (const id of ['m1', 'm2', 'm3']) source.scope(id, 'a');
        const seats = [join('a'), join('a', 'b')];
        const seatOf = (index: number): Seat => must(seats[index], 'a seat');
        const drain = (seat: Seat): void => {
          seat.full = false;
          board.drained(seat);
        };
        for (const one of steps) {
          if (one.do === 'move') move(one.unit);
          else if (one.do === 'gone') source.set(one.unit, undefined);
          else if (one.do === 'scope') source.scope(one.unit, ...one.labels);
          else if (one.do === 'wait') clock.advance(one.ms);
          else if (one.do === 'relabel') {
            seatOf(one.who).list = one.labels;
            board.relabelled(seatOf(one.who));
          } else if (one.do === 'drop') {
            // Frames may be lost; the reliable way loses nothing.
            const seat = seatOf(one.who);
            seat.way = seat.way.slice(0, -1);
            const index = seat.indexes.at(-1);
            if (index !== undefined) seat.way.push(() => seat.positions.index(index));
          } else if (one.do === 'reconnect') {
            const seat = seatOf(one.who);
            board.remove(seat);
            seat.positions.lost();
            seat.way = [];
            board.add(seat);
          } else if (one.do === 'fill') seatOf(one.who).full = true;
          else if (one.do === 'drain') drain(seatOf(one.who));
          else seatOf(one.who).deliver(one.count);
        }
        for (let round = 0; round < 4; round += 1) {
          for (const seat of seats) {
            drain(seat);
            seat.deliver();
          }
          clock.advance(2 * positionLimits.lostMs);
        }
        for (const seat of seats) {
          seat.deliver();
          expect(seat.positions.all()).toEqual(source.visible(seat.list));
        }
        board.stop();
        clock.advance(60_000);
        expect(clock.waiting).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
