/**
 * Stalls in the street: what the register of permitted places (疏导点、夜市、门前三包) says of a place and an hour. That nothing is
 * on file accuses nobody, and a place on file clears nobody: what stands there is seen on the spot (users.md F1, F24).
 *
 * Order: a place that holds the point, within its hours; such a place outside its hours; one so near that the border has to
 * be seen; one whose permission has run out or has not begun; nothing on file; place unknown.
 */
import type { Point } from '../../geo/point.ts';
import { depthIn } from '../../geo/shape.ts';
import { day, hour } from '../../lib/time.ts';
import { weeklyStretches } from '../../lib/weekly-hours.ts';
import type { Mark, Placing, StallView } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { StallPlaceState } from '../stall-place/state.ts';

export interface StallQuestion {
  readonly placing: Placing;
  readonly marks: readonly Mark[];
  /** Instant of the act, Unix ms. */
  readonly actAt: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

export interface StallFinding {
  readonly view: StallView;
  readonly reasons: readonly Reason[];
  /** The entry it rests on; undefined: on the silence of the list. */
  readonly rests: StallPlaceState | undefined;
}

/** How far off a place may be told, metres: nobody sells in the middle of a crossing. */
const tolerance: { readonly [P in Placing['precision']]: number } = {
  ...{ point: 20, crossing: 60, namedPlace: 80 },
  ...{ road: 0, street: 0, callerCell: 0, none: 0 },
};
/** A permission that ended longer ago says nothing any more. */
const expiredFor = 365 * day;
/** The hours nearest to the act are looked for so far on either side. */
const lookAround = 7 * day;
/** A place further away than this is not worth telling, metres. */
const nearby = 300;

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });

/** Where the stalls are, where that is known well enough to look it up. */
function pointOf({ placing, marks }: StallQuestion): Point | null {
  const precise = tolerance[placing.precision] > 0;
  return precise && !marks.includes('placeOfCaller') ? placing.at : null;
}

type Hours = { readonly from: number; readonly to: number };

/** Hours of the place that hold the act, else those that begin or end nearest to it; cut to its period. */
function nearestHours({ hours, from, to = Infinity }: StallPlaceState, { actAt, offset }: StallQuestion): Hours | null {
  const far = (one: Hours): number => (actAt < one.from ? one.from - actAt : actAt < one.to ? -1 : actAt - one.to + 1);
  const around = { from: actAt - lookAround, to: actAt + lookAround };
  const all = weeklyStretches(hours, around, offset).flatMap((one): Hours[] => {
    const cut = { from: Math.max(one.from, from), to: Math.min(one.to, to) };
    return cut.from < cut.to ? [cut] : [];
  });
  return all.toSorted((a, b) => far(a) - far(b) || b.from - a.from)[0] ?? null;
}

type InPeriod = 'now' | 'over' | 'later';

interface Candidate {
  readonly place: StallPlaceState;
  /** Metres within its border; below 0 outside. */
  readonly depth: number;
  readonly period: InPeriod;
  readonly hours: Hours | null;
  readonly open: boolean;
}

function candidateOf(place: StallPlaceState, at: Point, question: StallQuestion): Candidate {
  const { actAt } = question;
  const { from, to = Infinity } = place;
  const period = actAt < from ? 'later' : actAt < to ? 'now' : 'over';
  const hours = nearestHours(place, question);
  const open = period === 'now' && hours !== null && hours.from <= actAt && actAt < hours.to;
  return { place, depth: depthIn(place.shape, at), period, hours, open };
}

const viewOf = (says: StallView['says'], { place, hours }: Candidate): StallView => ({
  says,
  place: {
    ...{ id: place.id, name: place.name, kind: place.kind, keeper: place.keeper },
    ...{ hours: hours === null ? null : { ...hours }, conditions: [...place.conditions] },
  },
});

const called = ({ place }: Candidate) => ({ name: place.name });

function hoursReason({ hours }: Candidate, actAt: number, named: Reason['params']): Reason {
  if (hours === null) return reason('stallNoHours', named);
  if (hours.from > actAt) return reason('stallHoursLater', { ...named, from: hours.from });
  return hours.to <= actAt
    ? reason('stallHoursEnded', { ...named, to: hours.to })
    : reason('stallInHours', { ...named, to: hours.to });
}

/** What has to be looked at on the spot, though the register permits stalls there. */
function toSee({ place }: Candidate): readonly Reason[] {
  return [
    ...(place.conditions.length === 0 ? [] : [reason('stallConditions', { n: place.conditions.length })]),
    ...(place.kind === 'frontage' ? [reason('stallFrontage', { keeper: place.keeper })] : []),
  ];
}

function unknownPlace({ placing }: StallQuestion, places: readonly StallPlaceState[]): StallFinding {
  const { roads } = placing;
  const along = places.filter(({ address, name }) =>
    roads.some((road) => address.includes(road) || name.includes(road)),
  );
  return {
    view: { says: 'unknownPlace', place: null },
    reasons: [
      reason('stallPlaceUnknown'),
      ...along.slice(0, 3).map(({ name }) => reason('stallPlaceOnRoad', { name })),
    ],
    rests: undefined,
  };
}

/** Pure: the same question and register give the same view. `places`: those that stand. */
export function assessStalls(question: StallQuestion, places: readonly StallPlaceState[]): StallFinding {
  const at = pointOf(question);
  if (at === null) return unknownPlace(question, places);
  const { actAt, placing } = question;
  const reach = tolerance[placing.precision];
  const all = places.map((place) => candidateOf(place, at, question));
  const deeper = (a: Candidate, b: Candidate): number => b.depth - a.depth || (a.place.id < b.place.id ? -1 : 1);
  const holding = all.filter(({ depth }) => depth >= 0).sort(deeper);
  const near = all.filter(({ depth }) => depth < 0 && depth >= -reach).sort(deeper);
  const inForce = holding.filter(({ period }) => period === 'now');
  const found = inForce.find(({ open }) => open) ?? inForce[0];
  const beside = near.find(({ open }) => open) ?? near.find(({ period }) => period === 'now');
  const besideReason = (one: Candidate): Reason =>
    reason('stallBeside', { ...called(one), metres: Math.max(1, Math.round(-one.depth)) });
  if (found?.open === true)
    return {
      view: viewOf('within', found),
      reasons: [reason('stallPlaceHolds', called(found)), hoursReason(found, actAt, {}), ...toSee(found)],
      rests: found.place,
    };
  if (found !== undefined)
    return {
      view: viewOf('outOfHours', found),
      reasons: [
        reason('stallPlaceHolds', called(found)),
        hoursReason(found, actAt, {}),
        // Some minutes are needed to clear away: said, so that nobody is sent as if it were open defiance.
        ...(found.hours !== null && found.hours.to <= actAt && actAt - found.hours.to < hour / 2
          ? [reason('stallClearing', { minutes: Math.floor((actAt - found.hours.to) / 60_000) })]
          : []),
        ...(beside?.open === true ? [besideReason(beside)] : []),
      ],
      rests: found.place,
    };
  if (beside !== undefined)
    return {
      view: viewOf('beside', beside),
      reasons: [besideReason(beside), hoursReason(beside, actAt, {}), ...toSee(beside)],
      rests: beside.place,
    };
  const lapsed = holding
    .filter(({ place: { to }, period }) => period === 'over' && actAt - (to ?? actAt) <= expiredFor)
    .sort((a, b) => (b.place.to ?? 0) - (a.place.to ?? 0))[0];
  const later = holding.filter(({ period }) => period === 'later');
  const toBegin = later
    .toSorted((a, b) => a.place.from - b.place.from)
    .slice(0, 2)
    .map((one) => reason('stallPlaceLater', { ...called(one), from: one.place.from }));
  if (lapsed !== undefined)
    return {
      view: viewOf('expired', lapsed),
      reasons: [reason('stallPlaceExpired', { ...called(lapsed), to: lapsed.place.to ?? 0 }), ...toBegin],
      rests: lapsed.place,
    };
  const nearest = all.filter(({ depth, period }) => depth < 0 && depth >= -nearby && period === 'now').sort(deeper)[0];
  return {
    view: { says: 'notOnFile', place: null },
    reasons: [
      reason('noStallPlaceOnFile'),
      ...toBegin,
      ...(nearest === undefined
        ? []
        : [reason('stallPlaceNear', { ...called(nearest), metres: Math.round(-nearest.depth) })]),
    ],
    rests: undefined,
  };
}
