/** What the registers hold of places: sites with their permits, video points, posts, places that noise weighs on. */
import type { Joinable, JoinedBefore } from './clusters.ts';
import { joined } from './clusters.ts';
import type { Circle, Flags, JoinedKind, Mark, MarkInput, MarkLabel, MarkSymbol, Ring, Tone } from './marks.ts';
import { asideOf, flags, fullSizeFrom, raised, siteNamesFrom, worstTone } from './marks.ts';
import { incidentRoom } from './scene-incidents.ts';
import type { LonLat, MapPermit, MapPost, MapSensitivePlace, MapSite, MapVideoPoint, SiteState } from './types.ts';

export interface Sector {
  readonly at: LonLat;
  readonly heading: number;
  readonly fov: number;
}

export const siteTone: Readonly<Record<SiteState, Tone>> = {
  valid: 'ok',
  none: 'warn',
  expired: 'late',
  outOfHours: 'warn',
  quiet: 'late',
  emergency: 'accent',
  unknown: 'muted',
};

const siteRadiusFrom = 14.6;
const sectorsFrom = 14.6;
const videoNamesFrom = 15.6;
const postNamesFrom = 12.4;

/** How far apart things of a kind are drawn by themselves, px: while they are small, and in full size. */
const rooms: Readonly<Record<Exclude<JoinedKind, 'incident'>, readonly [far: number, near: number]>> = {
  site: [26, 22],
  videoPoint: [76, 34],
  post: [24, 22],
  sensitivePlace: [46, 24],
};

/** Of signs in full size. */
export const roomOf = (kind: JoinedKind): number => (kind === 'incident' ? incidentRoom : rooms[kind][1]);

interface Kind<T> {
  readonly kind: Exclude<JoinedKind, 'incident'>;
  readonly weight: number;
  readonly tone: (thing: T) => Tone;
  readonly symbol: (thing: T, close: boolean) => MarkSymbol;
  readonly label: (thing: T, flag: Flags) => Omit<MarkLabel, 'upon' | 'must'> | null;
  /** What else is drawn of one that stands alone. */
  readonly also?: (thing: T, flag: Flags) => void;
}

function placeMarks<T extends { readonly id: string; readonly at: LonLat }>(
  input: MarkInput,
  things: readonly T[],
  before: JoinedBefore,
  { kind, weight, tone, symbol, label, also }: Kind<T>,
): Mark[] {
  const { selected, hovered, fan, zoom } = input;
  const fanned = fan?.kind === kind ? fan.ids : [];
  const [far, near] = rooms[kind];
  const close = [selected, hovered].flatMap((one) => (one?.kind === kind ? [one.id] : [])).join();
  const { alone, clusters } = before.get(kind, [things, close, fanned.join(), Math.floor(zoom * 4)], () => {
    const all = things.map((thing): Joinable & { readonly thing: T } => {
      const { selected: isSelected, hovered: isHovered } = flags(input, kind, thing.id);
      const apart = isSelected || isHovered || fanned.includes(thing.id);
      return { id: thing.id, at: thing.at, apart, weight, thing };
    });
    return joined(all, zoom, Math.floor(zoom * 4) / 4 >= fullSizeFrom ? near : far);
  });
  const marks: Mark[] = [];
  for (const { thing } of alone) {
    if (!input.inView(thing.at)) continue;
    const flag = flags(input, kind, thing.id);
    also?.(thing, flag);
    const said = label(thing, flag);
    marks.push({
      ...flag,
      at: thing.at,
      symbol: symbol(thing, flag.selected || flag.hovered),
      heading: null,
      aside: fanned.includes(thing.id) ? asideOf(fanned.indexOf(thing.id), fanned.length, true) : null,
      rough: false,
      label: said === null ? null : { ...said, upon: false, must: flag.selected },
      weight: raised(weight, flag),
    });
  }
  for (const { head, members } of clusters) {
    if (!input.inView(head.at)) continue;
    const flag = flags(input, 'cluster', `${kind}:${head.id}`);
    const count = members.length;
    marks.push({
      ...flag,
      at: head.at,
      symbol: { type: 'cluster', of: kind, count, tone: worstTone(members.map((one) => tone(one.thing))), late: null },
      heading: null,
      aside: null,
      rough: false,
      label: flag.hovered ? { text: input.words.cluster(kind, count), tone: 'text', upon: false, must: true } : null,
      weight: raised(weight - 1, flag),
      members: members.map(({ id }) => id),
    });
  }
  return marks;
}

export function siteMarks(
  input: MarkInput,
  sites: readonly MapSite[],
  before: JoinedBefore,
  circles: Circle[],
): Mark[] {
  return placeMarks(input, sites, before, {
    kind: 'site',
    weight: 20,
    tone: ({ state }) => siteTone[state],
    symbol: ({ state }, close) => ({ type: 'site', state, small: !close && input.zoom < fullSizeFrom }),
    label: ({ name, label }, { selected, hovered }) => {
      const close = selected || hovered;
      if (!close && input.zoom < siteNamesFrom) return null;
      return { text: close ? `${name}·${label}` : name, tone: close ? 'text' : 'muted' };
    },
    also: ({ at, radius, state }, { selected, hovered }) => {
      if (selected || input.zoom >= siteRadiusFrom)
        circles.push({ at, metres: radius, broken: false, tone: siteTone[state], selected: selected || hovered });
    },
  });
}

export function videoMarks(
  input: MarkInput,
  points: readonly MapVideoPoint[],
  before: JoinedBefore,
  sectors: Sector[],
): Mark[] {
  return placeMarks(input, points, before, {
    kind: 'videoPoint',
    weight: 10,
    tone: () => 'muted',
    symbol: (_, close) => ({ type: 'videoPoint', small: !close && input.zoom < fullSizeFrom }),
    label: ({ name }, { selected, hovered }) =>
      selected || hovered || input.zoom >= videoNamesFrom
        ? { text: name, tone: selected || hovered ? 'text' : 'muted' }
        : null,
    also: ({ at, heading, fov }, { selected, hovered }) => {
      if (heading !== undefined && fov !== undefined && (selected || hovered || input.zoom >= sectorsFrom))
        sectors.push({ at, heading, fov });
    },
  });
}

export function postMarks(input: MarkInput, posts: readonly MapPost[], before: JoinedBefore): Mark[] {
  return placeMarks(input, posts, before, {
    kind: 'post',
    weight: 16,
    tone: ({ state }) => (state === 'due' ? 'text' : 'muted'),
    symbol: ({ state }) => ({ type: 'post', state }),
    label: ({ name }, { hovered }) =>
      hovered || input.zoom >= postNamesFrom ? { text: name, tone: hovered ? 'text' : 'muted' } : null,
  });
}

export function sensitiveMarks(input: MarkInput, places: readonly MapSensitivePlace[], before: JoinedBefore): Mark[] {
  return placeMarks(input, places, before, {
    kind: 'sensitivePlace',
    weight: 12,
    tone: () => 'text',
    symbol: ({ kind }, close) => ({
      ...{ type: 'sensitivePlace', letter: input.words.sensitive(kind), small: !close && input.zoom < fullSizeFrom },
    }),
    label: ({ name }, { hovered }) =>
      hovered || input.zoom >= siteNamesFrom ? { text: name, tone: hovered ? 'text' : 'muted' } : null,
  });
}

const permitTone = { now: 'ok', later: 'accent', over: 'muted' } as const;
/** About the sign of a site, px. */
const permitRing = 13;

/** A ring about the site with the hours on the paper: whole while in force, broken before and after. */
export function permitMarks(input: MarkInput, permits: readonly MapPermit[], rings: Ring[]): Mark[] {
  return permits.flatMap(({ id, at, window, when }): Mark[] => {
    if (!input.inView(at)) return [];
    rings.push({ at, px: permitRing, broken: when !== 'now', tone: permitTone[when] });
    return [
      {
        ...flags(input, 'permit', id),
        at,
        symbol: null,
        heading: null,
        aside: null,
        rough: false,
        label: { text: window, tone: permitTone[when], upon: false, must: false },
        weight: 14,
      },
    ];
  });
}
