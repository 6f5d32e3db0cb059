/**
 * Which posts (点线面) that are due now are kept, by where units were seen last: who stands there, against the people the
 * post asks for. What no position can show is said to be not known, never that nobody is there. Pure; instants Unix ms.
 */
import { contains } from '../../geo/polygon.ts';
import { distance, distanceToLine } from '../../geo/point.ts';
import type { Point } from '../../geo/point.ts';
import { inDutyHours } from '../../lib/duty-hours.ts';
import { second } from '../../lib/time.ts';
import type { DistrictReads } from '../district/state.ts';
import type { DutyModeReads } from '../duty-mode/state.ts';
import type { PostReads, PostState } from '../post/state.ts';
import type { RosterReads } from '../roster/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { certifiedAt } from './fitness.ts';

/** Of a device that does not say how exact it is, metres. */
const usualAccuracy = 50;

/**
 * `kept`: as many are there as it asks for. `short`: fewer. `near`: only fixes too rough to say. `nobody`: all who could
 * be there are seen elsewhere. `unseen`: of some who could be there nothing is known. `byHand`: no position shows it.
 */
export type PostKept = 'kept' | 'short' | 'near' | 'nobody' | 'unseen' | 'byHand';

export interface PostNow {
  readonly post: string;
  readonly name: string;
  readonly kind: PostState['where']['kind'];
  readonly zone: string | null;
  readonly squad: string | null;
  readonly is: PostKept;
  /** People and certificates that it asks for, and that are there. */
  readonly needs: { readonly persons: number; readonly certified: number };
  readonly has: { readonly persons: number; readonly certified: number };
  /** Who is there, with the age of the fix that shows it, seconds. */
  readonly there: readonly { readonly unit: string; readonly name: string; readonly fixAge: number }[];
  /** Who could be there, and of whom nothing is known. */
  readonly unseen: readonly { readonly unit: string; readonly name: string }[];
}

export type PostsNowReads = Pick<DistrictReads, 'district'> &
  DutyModeReads &
  Pick<PostReads, 'posts'> &
  Pick<RosterReads, 'rostersAfter'> &
  Pick<UnitReads, 'units' | 'position'>;

const points = (line: readonly (readonly [number, number])[]): Point[] => line.map(([lon, lat]) => ({ lon, lat }));

/** Metres beyond its border; 0 within. Null where no position shows it. */
export function beyond({ where }: Pick<PostState, 'where'>, at: Point): number | null {
  switch (where.kind) {
    case 'fixed':
      return Math.max(0, distance(where.at, at) - where.radius);
    case 'line':
      return Math.max(0, distanceToLine(at, points(where.line)) - where.margin);
    case 'area': {
      const closed = [...where.ring, ...where.ring.slice(0, 1)];
      return contains([[closed]], at) ? 0 : distanceToLine(at, points(closed));
    }
    case 'camera':
      return null;
  }
}

interface Stand {
  readonly unit: UnitState;
  readonly fixAge: number;
  readonly where: 'there' | 'near' | 'away' | 'unseen';
}

function standOf(unit: UnitState, post: PostState, reads: PostsNowReads, at: number, maxAge: number): Stand {
  const seen = reads.position(unit.id);
  const fixAge = seen === undefined ? Infinity : Math.max(0, (at - seen.at) / second);
  if (seen === undefined || fixAge > maxAge) return { unit, fixAge, where: 'unseen' };
  const metres = beyond(post, seen) ?? Infinity;
  const where = metres === 0 ? 'there' : metres <= (seen.accuracy ?? usualAccuracy) ? 'near' : 'away';
  return { unit, fixAge, where };
}

/** Whose post it is: who is rostered for it, else its squad's units; of no squad: all. */
function couldKeep(post: PostState, reads: PostsNowReads, at: number): (unit: UnitState) => boolean {
  const rostered = reads
    .rostersAfter(at)
    .flatMap((one) =>
      one.post === post.id && one.from <= at && at < one.to && one.unit !== undefined ? [one.unit] : [],
    );
  return ({ id, squad }) => rostered.includes(id) || post.squad === undefined || squad === post.squad;
}

function nowOf(post: PostState, reads: PostsNowReads, at: number): PostNow | undefined {
  const district = reads.district();
  if (district === undefined) return undefined;
  const { utcOffset, policy } = district.plates;
  const could = couldKeep(post, reads, at);
  const stands = reads
    .units()
    .filter((unit) => unit.status !== 'offDuty' && unit.shift.from <= at && at < unit.shift.to && could(unit))
    .map((unit) => standOf(unit, post, reads, at, policy.fixMaxAgeSeconds));
  const of = (where: Stand['where']): readonly Stand[] => stands.filter((one) => one.where === where);
  const there = of('there');
  const has = {
    persons: there.reduce((sum, { unit }) => sum + unit.certified + unit.auxiliary, 0),
    certified: there.reduce((sum, { unit }) => sum + certifiedAt(unit, at, utcOffset), 0),
  };
  const { staff, where } = post;
  const isFull = has.persons >= staff.persons && has.certified >= staff.certified;
  const is = (): PostKept => {
    if (where.kind === 'camera') return 'byHand';
    if (there.length > 0) return isFull ? 'kept' : 'short';
    if (of('near').length > 0) return 'near';
    return of('unseen').length > 0 ? 'unseen' : 'nobody';
  };
  return {
    ...{ post: post.id, name: post.name, kind: where.kind, zone: post.zone ?? null, squad: post.squad ?? null },
    ...{ is: is(), needs: { ...staff }, has },
    there: there.map(({ unit, fixAge }) => ({ unit: unit.id, name: unit.name, fixAge })),
    unseen: of('unseen').map(({ unit }) => ({ unit: unit.id, name: unit.name })),
  };
}

const order: readonly PostKept[] = ['nobody', 'short', 'unseen', 'near', 'byHand', 'kept'];

/** Those that are due now, what needs somebody first. */
export function postsNow(reads: PostsNowReads, at: number): readonly PostNow[] {
  const mode = reads.dutyMode()?.mode;
  const offset = reads.district()?.plates.utcOffset;
  if (offset === undefined) return [];
  return reads
    .posts()
    .filter((post) => inDutyHours(post, mode, at, offset))
    .flatMap((post) => nowOf(post, reads, at) ?? [])
    .toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is) || (a.post < b.post ? -1 : 1));
}
