/**
 * A night's roster against what the duty modes of the night require: heads and who can be sent, by post, squad and zone, and
 * each gap with the time at which it begins. Pure; instants Unix ms.
 */
import type { Plates } from '../district/events.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { DutyModeState } from '../duty-mode/state.ts';
import type { PostState } from '../post/state.ts';
import type { RosterState, Shift } from '../roster/state.ts';
import type { SquadState } from '../squad/state.ts';
import type { ZoneState } from '../zone/state.ts';
import { inDutyHours } from '../../lib/duty-hours.ts';
import { civilDate, day, minute, startOfDay } from '../../lib/time.ts';
import { dutyByCalendar } from './duty-calendar.ts';
import { certificatesNeeded } from './fitness.ts';

export interface Heads {
  readonly persons: number;
  /** Of these, with a certificate that holds then. */
  readonly certified: number;
}

export interface RosterCount {
  readonly have: Heads;
  /** Of these, in groups that keep no post: they can be sent (可派). */
  readonly free: Heads;
  readonly need: Heads;
}

/** A place of the roster: a post, a squad, a zone. */
export interface RosterPlace {
  readonly of: 'post' | 'squad' | 'zone';
  readonly id: string;
  readonly name: string;
}

/** A stretch in which fewer are on the roster than the mode requires, [from, to). */
export interface RosterGap extends RosterPlace {
  readonly from: number;
  readonly to: number;
  readonly mode: DutyMode;
  readonly have: Heads;
  readonly need: Heads;
}

export interface RosterWorld {
  readonly rosters: readonly RosterState[];
  readonly posts: readonly PostState[];
  readonly squads: readonly Pick<SquadState, 'id' | 'name' | 'zone'>[];
  readonly zones: readonly Pick<ZoneState, 'id' | 'name'>[];
  readonly utcOffset: number;
}

const none: Heads = { persons: 0, certified: 0 };
/** Two officers make an inspection lawful: what each zone must be able to send, whatever its posts take. */
const team: Heads = { persons: certificatesNeeded, certified: certificatesNeeded };

const add = (a: Heads, b: Heads): Heads => ({
  persons: a.persons + b.persons,
  certified: a.certified + b.certified,
});
const sum = (all: readonly Heads[]): Heads => all.reduce(add, none);

/** For whom a group works: its own squad, or the one it is lent to. */
export const worksFor = ({ squad, lent }: Pick<RosterState, 'squad' | 'lent'>): string => lent?.squad ?? squad;

/** Heads of a group that come, at an instant of its turn. */
export function headsAt({ members, leaves }: RosterState, at: number, utcOffset: number): Heads {
  const today = civilDate(at, utcOffset);
  const here = members.filter(({ officer }) => !leaves.some((one) => one.officer === officer));
  const certified = here.filter(
    ({ kind, certificateTo }) => kind === 'certified' && (certificateTo === undefined || certificateTo >= today),
  );
  return { persons: here.length, certified: certified.length };
}

const zoneOfRoster = ({ lent, zone, squad }: RosterState, { squads }: RosterWorld): string | undefined =>
  lent === null ? (zone ?? squads.find(({ id }) => id === squad)?.zone) : (lent.zone ?? undefined);

const zoneOfPost = ({ zone, squad }: PostState, { squads }: RosterWorld): string | undefined =>
  zone ?? squads.find(({ id }) => id === squad)?.zone;

/** Cameras are watched from the hall: no group stands there. */
const isManned = ({ where }: PostState): boolean => where.kind !== 'camera';

/** What one place has and needs at an instant of a mode. */
export function countAt(
  { of, id }: Pick<RosterPlace, 'of' | 'id'>,
  at: number,
  mode: DutyMode,
  world: RosterWorld,
): RosterCount {
  const { utcOffset } = world;
  const on = world.rosters.filter((one) => one.withdrawn === undefined && one.from <= at && at < one.to);
  const inForce = world.posts.filter((post) => isManned(post) && inDutyHours(post, mode, at, utcOffset));
  const staff = (posts: readonly PostState[]): Heads => sum(posts.map((post) => post.staff));
  const count = (groups: readonly RosterState[], need: Heads): RosterCount => ({
    have: sum(groups.map((one) => headsAt(one, at, utcOffset))),
    free: sum(groups.filter(({ post }) => post === undefined).map((one) => headsAt(one, at, utcOffset))),
    need,
  });
  switch (of) {
    case 'post':
      return count(
        on.filter(({ post }) => post === id),
        staff(inForce.filter((post) => post.id === id)),
      );
    case 'squad':
      return count(
        on.filter((one) => worksFor(one) === id),
        staff(inForce.filter(({ squad }) => squad === id)),
      );
    case 'zone':
      return count(
        on.filter((one) => zoneOfRoster(one, world) === id),
        add(staff(inForce.filter((post) => zoneOfPost(post, world) === id)), team),
      );
  }
}

/** Modes one after another over [from, to), as they stand now: a person's switch holds until the calendar's next turn. */
export function modesAhead(
  plates: Plates,
  dutyMode: Pick<DutyModeState, 'mode'> | undefined,
  { now, from, to }: { readonly now: number; readonly from: number; readonly to: number },
): readonly { readonly from: number; readonly to: number; readonly mode: DutyMode }[] {
  if (dutyMode?.mode === 'emergency') return [{ from, to, mode: 'emergency' }];
  const standsTo = dutyByCalendar(now, plates);
  if (standsTo === undefined) return dutyMode === undefined ? [] : [{ from, to, mode: dutyMode.mode }];
  const parts: { from: number; to: number; mode: DutyMode }[] = [];
  for (let at = from; at < to;) {
    const part = dutyByCalendar(at, plates);
    if (part === undefined || part.to <= at) break;
    const isNow = part.from <= now && now < part.to;
    parts.push({ from: at, to: Math.min(part.to, to), mode: isNow ? (dutyMode?.mode ?? part.mode) : part.mode });
    at = part.to;
  }
  return parts;
}

/** Every place of the roster: zones in their order, squads that are on it or keep a post, posts that are manned. */
export function rosterPlaces(world: RosterWorld): readonly RosterPlace[] {
  const named = new Set([...world.rosters.map(worksFor), ...world.posts.flatMap(({ squad }) => squad ?? [])]);
  return [
    ...world.zones.map(({ id, name }) => ({ of: 'zone' as const, id, name })),
    ...world.squads.filter(({ id }) => named.has(id)).map(({ id, name }) => ({ of: 'squad' as const, id, name })),
    ...world.posts.filter(isManned).map(({ id, name }) => ({ of: 'post' as const, id, name })),
  ];
}

/** Instants in (from, to) at which a count may change. */
function edges(world: RosterWorld, from: number, to: number): readonly number[] {
  const { utcOffset } = world;
  const days: number[] = [];
  for (let at = startOfDay(from, utcOffset); at < to; at += day) days.push(at);
  const minutes = new Set([
    0,
    ...world.posts.flatMap(({ hours }) => hours.flatMap((window) => [window.from, window.to])),
  ]);
  const all = [
    ...world.rosters.flatMap((one) => [one.from, one.to]),
    ...world.posts.flatMap(({ period }) => (period === undefined ? [] : [period.from, period.to])),
    ...days.flatMap((midnight) => [...minutes].map((count) => midnight + count * minute)),
  ];
  return [...new Set(all)].filter((at) => from < at && at < to).sort((a, b) => a - b);
}

const lacks = ({ have, need }: Pick<RosterCount, 'have' | 'need'>): boolean =>
  have.persons < need.persons || have.certified < need.certified;
const isSame = (a: Heads, b: Heads): boolean => a.persons === b.persons && a.certified === b.certified;

/** Each stretch of each place in which it lacks people, by when it begins; nothing where the modes are not known. */
export function rosterGaps(
  world: RosterWorld,
  modes: readonly { readonly from: number; readonly to: number; readonly mode: DutyMode }[],
): readonly RosterGap[] {
  const gaps: RosterGap[] = [];
  for (const place of rosterPlaces(world)) {
    let last: RosterGap | undefined;
    for (const part of modes) {
      const starts = [part.from, ...edges(world, part.from, part.to)];
      for (const [index, at] of starts.entries()) {
        const { have, need } = countAt(place, at, part.mode, world);
        if (!lacks({ have, need })) continue;
        const to = starts[index + 1] ?? part.to;
        const goesOn =
          last !== undefined &&
          last.to === at &&
          last.mode === part.mode &&
          isSame(last.have, have) &&
          isSame(last.need, need);
        if (goesOn && last !== undefined) gaps.pop();
        last = { ...place, from: goesOn && last !== undefined ? last.from : at, to, mode: part.mode, have, need };
        gaps.push(last);
      }
    }
  }
  return gaps.toSorted((a, b) => a.from - b.from);
}

/** Hours of the shifts by duty mode, minutes since midnight; `to` at or before `from` ends the next day. */
export function shiftHours(
  mode: DutyMode,
  shift: Shift,
  { calendars }: Pick<Plates, 'calendars'>,
): { from: number; to: number } {
  const { dutyNight } = calendars;
  if (shift === 'night') return { from: dutyNight.from, to: dutyNight.to };
  // In an emergency two halves of the day stand for three shifts.
  const table: { readonly [one in Exclude<Shift, 'night'>]: readonly [number, number] } =
    mode === 'emergency'
      ? { early: [8, 20], middle: [8, 20], late: [20, 8] }
      : mode === 'holiday'
        ? { early: [8, 16], middle: [12, 20], late: [16, 24] }
        : { early: [7, 15], middle: [10, 18], late: [15, 23] };
  const [from, to] = table[shift];
  return { from: from * 60, to: to * 60 };
}

/** A group that the template of a mode has: a post in force with its people, or a group that can be sent. */
export interface TemplateGroup {
  readonly squad: string | null;
  readonly post: string | null;
  readonly name: string | null;
  readonly shift: Shift;
  readonly need: Heads;
}

/**
 * What a mode's roster is made of: each post that it puts in force, with its squad and people; and for each zone one team that
 * can be sent, which any of its squads may put up.
 */
export function rosterTemplate(mode: DutyMode, world: Pick<RosterWorld, 'posts' | 'zones'>): readonly TemplateGroup[] {
  const shift: Shift = mode === 'night' || mode === 'emergency' ? 'night' : 'early';
  const posts = world.posts
    .filter((post) => isManned(post) && post.hours.some(({ modes }) => modes.includes(mode)))
    .map(({ id, name, squad, staff }) => ({ squad: squad ?? null, post: id, name, shift, need: staff }));
  return [...posts, ...world.zones.map(({ name }) => ({ squad: null, post: null, name, shift, need: team }))];
}
