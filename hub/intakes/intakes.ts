/**
 * Whether the ways in are alive: when each last spoke, how long it is usually quiet at that hour, and since when it is
 * silent for longer. The rule is `shared/domain/rules/intake-silence.ts`; here is who speaks, and who is told.
 *
 * Gaps of orders are learned from the journal (28 days) and from then on; those of positions since the hub started, for
 * positions are not in the journal.
 */
import type { IntakeKind, Silence } from '../../shared/domain/rules/intake-silence.ts';
import { listen, noSilence, quietSince, silenceLimit, usualGap } from '../../shared/domain/rules/intake-silence.ts';
import type { UtcOffset } from '../../shared/lib/time.ts';
import { second } from '../../shared/lib/time.ts';
import type { IntakeBoard, IntakeShown } from '../../shared/wire/intakes.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { Gaps } from './gaps.ts';

/** Sources of orders over HTTP that every hall looks at; others are shown once they have spoken. */
const usualOrders = ['12345', '12319', '110', 'grid'] as const;
/** Ways of positions, as the ids of devices begin. */
export const positionIntakes = ['jt808', 'osmand', 'jt809', 'push'] as const;

export interface IntakeDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly utcOffset: UtcOffset;
  /** Which ways are open: a gateway without a port never speaks. */
  readonly open: (id: (typeof positionIntakes)[number] | 'field') => boolean;
  /** Protocols of which a unit on duty carries a device: of these positions are expected. */
  readonly expected: () => ReadonlySet<string>;
  /** When orders of each source came, by time, in pages; read once, in turns. */
  readonly history?: () => AsyncIterable<readonly { readonly source: string; readonly at: number }[]>;
}

export interface Intakes {
  /** Something came by this way: an order, a fix, a device's word. */
  heard(id: string): void;
  /** As it now stands. */
  board(): IntakeBoard;
  /** Told when somebody should look again: at once of a silence and its end, else every few seconds. Returns how to stop. */
  onChanged(listener: (board: IntakeBoard) => void): () => void;
  /** Begins to listen, and to learn from the journal. */
  start(): void;
  /** Resolves once the journal was read. */
  learned(): Promise<void>;
  /** Resolves once nothing of it runs any more. */
  stop(): Promise<void>;
}

interface Held {
  readonly id: string;
  readonly kind: IntakeKind;
  readonly gaps: Gaps;
  lastAt: number | null;
  expectedSince: number | null;
  silence: Silence;
}

/** Machine ms between two looks. */
const lookEveryMs = 5_000;
/** Gaps of positions under this are none, ms. */
const shortGap = 5 * second;

export function createIntakes(deps: IntakeDeps): Intakes {
  const { clock, timers, log, utcOffset, open, expected, history } = deps;
  const held = new Map<string, Held>();
  const listeners = new Set<(board: IntakeBoard) => void>();
  let told = '';
  let stopLook: (() => void) | undefined;
  let learning: Promise<void> = Promise.resolve();
  /** Orders that came while the history is read: gaps are learned in the order of time. Undefined once it was. */
  let meanwhile: { readonly one: Held; readonly at: number }[] | undefined = history === undefined ? undefined : [];
  let stopped = false;

  function add(id: string, kind: IntakeKind): Held {
    const made: Held = {
      ...{ id, kind, lastAt: null, expectedSince: null, silence: noSilence },
      gaps: new Gaps(utcOffset, kind === 'positions' ? shortGap : 0),
    };
    held.set(id, made);
    return made;
  }

  const isPosition = (id: string): id is (typeof positionIntakes)[number] =>
    (positionIntakes as readonly string[]).includes(id);

  function of(id: string): Held {
    return held.get(id) ?? add(id, id === 'field' ? 'devices' : isPosition(id) ? 'positions' : 'orders');
  }

  for (const id of usualOrders) add(id, 'orders');
  // That of other programs is always open: it is shown once somebody should come by it, or does.
  for (const id of positionIntakes) if (id !== 'push' && open(id)) add(id, 'positions');
  if (open('field')) add('field', 'devices');

  /** The usual gap at the hour in which the present quiet began. */
  function usualOf({ gaps, ...heard }: Held): number | undefined {
    const quiet = quietSince(heard) ?? heard.lastAt;
    return quiet === null ? undefined : usualGap(gaps.byHour, gaps.hourOf(quiet));
  }

  function shown(one: Held): IntakeShown {
    const { id, kind, lastAt, silence, expectedSince } = one;
    const usualMs = silenceLimit(kind, usualOf(one)) ?? null;
    const quiet = lastAt === null ? 'never' : expectedSince === null ? 'idle' : 'speaks';
    return { id, kind, lastAt, state: silence.since === null ? quiet : 'silent', silentSince: silence.since, usualMs };
  }

  const board = (): IntakeBoard => ({ at: clock.now(), intakes: [...held.values()].map(shown) });

  /** Of a source that comes now and then nobody can say when it ought to have come. */
  const isRegular = (one: Held): boolean =>
    (usualOrders as readonly string[]).includes(one.id) || usualOf(one) !== undefined;

  /** Whether positions of this way, or orders of a source that came and comes regularly, are owed to us. */
  function owe(one: Held, carried: ReadonlySet<string>, now: number): void {
    const isOrders = one.kind === 'orders' && one.lastAt !== null && isRegular(one);
    const isExpected = one.kind === 'positions' ? carried.has(one.id) : isOrders;
    if (!isExpected) {
      one.expectedSince = null;
      // From the end of one duty night to the next is no gap of the evening.
      if (one.kind === 'positions') one.gaps.pause();
      return;
    }
    // Orders are owed since they first came; positions since somebody with such a device came on duty.
    one.expectedSince ??= one.kind === 'orders' ? (one.lastAt ?? now) : now;
  }

  function look(): void {
    const now = clock.now();
    const carried = expected();
    let isUrgent = false;
    for (const id of carried) if (isPosition(id) && open(id)) of(id);
    for (const one of held.values()) {
      owe(one, carried, now);
      const before = one.silence.since;
      const { silence, say } = listen(one.silence, one, now, silenceLimit(one.kind, usualOf(one)));
      one.silence = silence;
      if (say)
        log.warn(
          { intake: one.id, since: silence.since, usualMs: silenceLimit(one.kind, usualOf(one)) },
          'an intake is silent for longer than usual at this hour',
        );
      if (before !== null && silence.since === null) log.info({ intake: one.id }, 'an intake speaks again');
      if (before !== silence.since) isUrgent = true;
    }
    tell(isUrgent);
  }

  function tell(isUrgent: boolean): void {
    const present = board();
    const key = JSON.stringify(present.intakes);
    if (key === told && !isUrgent) return;
    told = key;
    for (const listener of [...listeners]) listener(present);
  }

  function later(): void {
    stopLook = timers.after(lookEveryMs, () => {
      try {
        look();
      } catch (error) {
        log.error({ err: error }, 'the intakes could not be looked at; tried again');
      }
      later();
    });
  }

  async function learn(): Promise<void> {
    if (history === undefined) return;
    try {
      for await (const page of history()) {
        if (stopped) return;
        for (const { source, at } of page) {
          const one = of(source);
          one.gaps.spoke(at);
          one.lastAt = Math.max(one.lastAt ?? at, at);
        }
      }
    } catch (error) {
      log.error({ err: error }, 'the usual gaps of the intakes could not be learned from the journal');
    } finally {
      for (const { one, at } of meanwhile ?? []) one.gaps.spoke(at);
      meanwhile = undefined;
    }
  }

  return {
    heard(id) {
      const one = of(id);
      const now = clock.now();
      if (one.kind === 'orders' && meanwhile !== undefined) meanwhile.push({ one, at: now });
      else one.gaps.spoke(now);
      one.lastAt = Math.max(one.lastAt ?? now, now);
      // From its first order on it is owed more.
      if (one.kind === 'orders' && isRegular(one)) one.expectedSince ??= now;
      if (one.silence.since !== null) look();
    },
    board,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      learning = learn().then(() => {
        if (!stopped) look();
      });
      later();
    },
    learned: () => learning,
    stop() {
      stopped = true;
      stopLook?.();
      return learning;
    },
  };
}
