/**
 * Which site of the register the noise may come from. A site is named as `certain` only where nothing need be asked; what
 * is inferred from where a caller stands is never more than a proposal.
 */
import { angleBetween, bearing, distance, distanceToLine } from '../../geo/point.ts';
import type { Point } from '../../geo/point.ts';
import type { District, Matter } from '../district/state.ts';
import type { IncidentState, Mark, Placing, SiteCandidate, SourceMatch } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { SiteState } from '../site/state.ts';
import type { ReportPosition } from './place.ts';
import { metresFromCaller, placeNamed, standOf } from './place.ts';

export interface MatchQuestion {
  readonly matter: Matter;
  readonly marks: readonly Mark[];
  /** Of the pack's lexicon: they tell the kind of works. */
  readonly words?: readonly string[];
  /** Where the caller is, by the pack's name, if that was all that was said of a place. */
  readonly callerPlace?: string | null;
  readonly placing: Placing;
  /** Of a caller: where they count as standing. */
  readonly position: ReportPosition | null;
  /** Unix ms. */
  readonly actAt: number;
}

export interface MatchWorld {
  readonly district: District;
  /** Those that stand. */
  readonly sites: readonly SiteState[];
  /** Incidents of the last day or so. */
  readonly recent: readonly IncidentState[];
}

const certainScore = 80;
const certainLead = 25;
/** Below it a site is a candidate to look at, and not proposed. */
const proposedScore = 35;
/** The best must stand out by so much: of those that fit alike none is accused. */
const proposedLead = 10;
/** Of a noise that need not be works at all. */
const vagueScore = 60;
/** A caller may hear works from further off than a place may be from its site. */
export const callerReach = 2.5;
export const callerSector = 60;
/** So near to its fence, the noise is at the site. */
const atTheFence = 60;
export const nearRoad = 150;
const borderMetres = 100;
/**
 * Distances from a caller's cell or road are kept in such steps, metres, and directions in eighths: they are no closer. Many
 * distances at once narrow down where somebody is, so of a caller the nearest few sites are told.
 */
const callerStep = 200;
const mostOfCaller = 4;
const octants = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const most = 8;

type Kind = SiteState['kind'];
/** Works that words speak of, and the kinds of site where they are done. */
const worksOf: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/打桩|浇|混凝土|吊装|钢筋|塔吊|泵|脚手架|搅拌车|钢管|卸料/, ['building', 'municipal', 'unknown']],
  [/马路|掘路|修路|路面|沥青|铣刨|人行道|压路/, ['roadworks', 'municipal', 'repair', 'unknown']],
  [/破碎锤|电镐|挖机|挖掘机/, ['roadworks', 'repair', 'demolition', 'building', 'municipal', 'unknown']],
  [/拆/, ['demolition', 'building', 'unknown']],
];

interface Judged {
  readonly score: number;
  readonly metres: number;
  readonly reasons: Reason[];
}

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });
export const toFence = (from: Point, site: SiteState): number => Math.max(0, distance(from, site.at) - site.radius);
/** 1 up to `full` metres, falling to 0 at `none`. */
const nearness = (metres: number, full: number, none: number): number =>
  Math.max(0, Math.min(1, 1 - (metres - full) / Math.max(1, none - full)));

export function byWorks(
  site: SiteState,
  words: readonly string[],
): { readonly score: number; readonly reasons: Reason[] } {
  const spoken = words.join(' ');
  const kinds = worksOf.flatMap(([pattern, of]) => (pattern.test(spoken) ? [of] : []));
  if (kinds.length === 0) return { score: 0, reasons: [] };
  const fits = kinds.some((of) => of.includes(site.kind));
  return { score: fits ? 10 : -10, reasons: [reason(fits ? 'worksFit' : 'worksDoNotFit', { kind: site.kind })] };
}

/** Others' complaints of about the same hours that were put down to this site. */
function byTonight(site: SiteState, { actAt }: MatchQuestion, { recent, district }: MatchWorld): Judged {
  const window = Math.max(district.plates.policy.similar.minutes, 360) * 60_000;
  const others = recent.filter(
    (incident) => incident.site === site.id && Math.abs(incident.actAt - actAt) <= window,
  ).length;
  return others === 0
    ? { score: 0, metres: 0, reasons: [] }
    : { score: 20, metres: 0, reasons: [reason('othersTonight', { incidents: others })] };
}

function sharedRoads(site: SiteState, roads: readonly string[]): readonly string[] {
  return roads.filter((road) => site.roads.includes(road));
}

/** From a known point. */
function fromPoint(site: SiteState, at: Point, { placing }: MatchQuestion, radius: number): Judged | undefined {
  const metres = toFence(at, site);
  if (metres > radius) return undefined;
  const reasons = [reason('distance', { metres: Math.round(metres) })];
  let score = 60 * nearness(metres, atTheFence, radius);
  const shared = sharedRoads(site, placing.roads);
  if (shared.length > 0) reasons.push(reason('sameRoads', { roads: [...shared] }));
  score += Math.min(2, shared.length) * 15;
  const inside = metres === 0;
  if (inside && placing.precision === 'point') {
    score += 20;
    reasons.push(reason('insideFence'));
  }
  if (placing.direction !== null && distance(at, site.at) > 15) {
    const off = angleBetween(bearing(at, site.at), placing.direction);
    if (off <= callerSector) {
      score += 10;
      reasons.push(reason('direction', { fits: true }));
    } else if (off > 90 && !inside) {
      score -= 25;
      reasons.push(reason('direction', { fits: false }));
    }
  }
  return { score, metres: Math.round(metres), reasons };
}

/** Degrees by which a direction misses, seen from where in the cell it misses least. */
export function offFromCell(off: number, middle: Point, to: Point, away: number): number {
  const far = distance(middle, to);
  const doubt = far === 0 ? 90 : (Math.asin(Math.min(1, Math.max(0, far - away) / far)) * 180) / Math.PI;
  return Math.max(0, off - doubt);
}

/** From the caller's cell, and roughly: nothing closer is known of a caller here. They may stand anywhere in it. */
function fromCaller(site: SiteState, caller: Point, question: MatchQuestion, district: District): Judged | undefined {
  const { direction } = question.placing;
  const reach = district.plates.policy.siteRadius * callerReach;
  const middle = standOf(caller, district);
  const away = metresFromCaller(caller, site.at, district);
  if (away - site.radius > reach) return undefined;
  const towards = bearing(middle, site.at);
  const off = direction === null ? undefined : offFromCell(angleBetween(towards, direction), middle, site.at, away);
  if (off !== undefined && off > callerSector) return undefined;
  const metres = Math.round(away / callerStep) * callerStep;
  const octant = octants[Math.round(towards / 45) % 8] ?? 'N';
  const heard = off === undefined ? [] : [reason('direction', { fits: true })];
  return {
    score: 40 * nearness(metres, 0, reach + callerStep) + (off === undefined ? 0 : off <= 30 ? 30 : 20),
    metres,
    reasons: [reason('fromCaller', { metres, octant }), ...heard],
  };
}

/** Only roads are known: the noise may be anywhere along them; where two are named, near both. */
function fromRoads(site: SiteState, question: MatchQuestion, { district }: MatchWorld): Judged | undefined {
  const { placing } = question;
  const away = placing.roads.flatMap((road) => {
    const line = district.plates.roads.find(({ name }) => name === road)?.line;
    return line === undefined ? [] : [Math.max(0, distanceToLine(site.at, line.map(pointOf)) - site.radius)];
  });
  if (away.length === 0 || Math.max(...away) > district.plates.policy.siteRadius) return undefined;
  const metres = Math.min(...away);
  const shared = sharedRoads(site, placing.roads);
  if (shared.length === 0 && metres > nearRoad) return undefined;
  const street = district.index.streetAt(site.at)?.name;
  if (placing.street !== null && street !== placing.street) return undefined;
  const reasons = [
    shared.length > 0
      ? reason('onRoad', { roads: [...shared] })
      : reason('besideRoad', { roads: [...placing.roads], metres: Math.round(metres) }),
  ];
  if (placing.street !== null) reasons.push(reason('sameStreet', { street: placing.street }));
  return {
    score: (shared.length > 0 ? 40 : 25) + (placing.street === null ? 0 : 10),
    metres: Math.round(metres),
    reasons,
  };
}

/** Along the caller's road: what lies beyond it in the direction said. */
function besideCallersRoad(site: SiteState, question: MatchQuestion, { district }: MatchWorld): Judged | undefined {
  const { direction, roads } = question.placing;
  const reach = district.plates.policy.siteRadius * callerReach;
  const line = (district.plates.roads.find(({ name }) => name === roads[0])?.line ?? []).map(pointOf);
  const metres = distanceToLine(site.at, line);
  if (metres > reach) return undefined;
  const fits = line.some((at, i) => {
    const next = line[i + 1] ?? at;
    const middle = { lon: (at.lon + next.lon) / 2, lat: (at.lat + next.lat) / 2 };
    return [at, middle].some((from) => {
      const towards = bearing(from, site.at);
      return toFence(from, site) <= reach && angleBetween(towards, direction ?? towards) <= callerSector;
    });
  });
  if (!fits) return undefined;
  const coarse = Math.round(metres / callerStep) * callerStep;
  return {
    score: 30 * nearness(coarse, 0, reach + callerStep) + (direction === null ? 0 : 15),
    metres: coarse,
    reasons: [
      reason('nearCallersRoad', { metres: coarse }),
      ...(direction === null ? [] : [reason('direction', { fits: true })]),
    ],
  };
}

function callerPoint({ placing, position, callerPlace }: MatchQuestion, { district }: MatchWorld): Point | undefined {
  if (placing.precision !== 'callerCell') return undefined;
  if (position?.of === 'caller') return position;
  const place =
    callerPlace === null || callerPlace === undefined ? undefined : placeNamed(callerPlace, district.plates);
  return place === undefined ? undefined : standOf(pointOf(place.at), district);
}

function judge(site: SiteState, question: MatchQuestion, world: MatchWorld): Judged | undefined {
  const { placing, marks } = question;
  const radius = world.district.plates.policy.siteRadius;
  const caller = callerPoint(question, world);
  if (caller !== undefined) return fromCaller(site, caller, question, world.district);
  if (placing.precision === 'road') {
    const own = marks.includes('placeOfCaller');
    return own ? besideCallersRoad(site, question, world) : fromRoads(site, question, world);
  }
  return placing.at === null ? undefined : fromPoint(site, placing.at, question, radius);
}

/** Who else may know of it: streets whose border is close. */
function nearBorder(id: string, { sites, district }: MatchWorld): readonly Reason[] {
  const site = sites.find((entry) => entry.id === id);
  if (site === undefined) return [];
  const streets = district.index.streetsNear(site.at, borderMetres).map(({ name }) => name);
  return streets.length === 0 ? [] : [reason('nearBorder', { streets })];
}

function candidates(question: MatchQuestion, world: MatchWorld): readonly SiteCandidate[] {
  return world.sites
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap((site) => {
      const judged = judge(site, question, world);
      if (judged === undefined) return [];
      const works = byWorks(site, question.words ?? []);
      const tonight = byTonight(site, question, world);
      // What speaks against it counts whatever speaks for it: no full score beside a misfit.
      const speaksFor = Math.min(100, judged.score + Math.max(0, works.score) + tonight.score);
      const sum = speaksFor + Math.min(0, works.score);
      return [
        {
          site: site.id,
          name: site.name,
          score: Math.max(0, Math.round(sum)),
          metres: judged.metres,
          reasons: [...judged.reasons, ...works.reasons, ...tonight.reasons],
        },
      ];
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.metres - b.metres || (a.site < b.site ? -1 : 1))
    .slice(0, question.placing.precision === 'callerCell' ? mostOfCaller : most)
    .map((candidate) => ({ ...candidate, reasons: [...candidate.reasons, ...nearBorder(candidate.site, world)] }));
}

/** Whether the matter may come from a site at all. A hum need not be works: no site is named for it. */
const mayHaveSite = ({ matter, marks }: MatchQuestion): boolean =>
  matter === 'constructionNoise' ||
  matter === 'light' ||
  matter === 'roadSpill' ||
  (matter === 'unknownNoise' && !marks.includes('steadyHum'));

/**
 * Somewhere along a road, of mud or of a repair that somebody only speaks of: it is hardly the one site that the register has
 * there. Those are listed to ask by, and none is put forward.
 */
const isPassing = ({ matter, marks, placing }: MatchQuestion): boolean =>
  placing.precision === 'road' && (matter === 'roadSpill' || marks.includes('repairClaimed'));

/** A place about which it can be said that the register has no site there. */
const somewhere: readonly Placing['precision'][] = ['crossing', 'namedPlace', 'point', 'road', 'street'];

export function matchSource(question: MatchQuestion, world: MatchWorld): SourceMatch {
  const { matter, marks, placing } = question;
  if (placing.outside !== null) return { status: 'outside', site: null, candidates: [] };
  if (!mayHaveSite(question)) {
    return { status: matter === 'unknownNoise' ? 'unknown' : 'notASite', site: null, candidates: [] };
  }
  const found = [...candidates(question, world)];
  const [best, second] = found;
  const lead = best === undefined ? 0 : best.score - (second?.score ?? 0);
  const sure = placing.certain && best !== undefined && best.score >= certainScore && lead >= certainLead;
  if (sure && matter !== 'unknownNoise') return { status: 'certain', site: best.site, candidates: found };
  const drafted = world.sites.some(({ id, registered }) => id === best?.site && !registered);
  const seen = marks.includes('visibleSite') && !marks.includes('placeOfCaller');
  // No board: one of the register would have one, so the nearest of them is not offered in its place.
  if (matter === 'constructionNoise' && seen && somewhere.includes(placing.precision) && !drafted) {
    return { status: 'notInRegister', site: null, candidates: found };
  }
  const enough = matter === 'unknownNoise' ? vagueScore : proposedScore;
  // Of several that fit alike none is put forward: the list is there to ask by.
  const kind = world.sites.find(({ id }) => id === best?.site)?.kind;
  const told = lead >= proposedLead && (kind === 'repair' || !isPassing(question));
  if (best !== undefined && best.score >= enough && told) {
    return { status: 'proposed', site: best.site, candidates: found };
  }
  return { status: 'unknown', site: null, candidates: found };
}
