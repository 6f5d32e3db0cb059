/**
 * Where a noise comes from, by all complaints of the night together: each says of a site that it fits, that it does not, or
 * nothing. Sites are ranked by how many fit less how many do not, and by what else is known of them tonight. Nothing is
 * decided by it: a person chooses, and it may say that the source is unknown.
 *
 * Each complaint counts alike, and sites that fit alike share a rank: so the order of the complaints does not matter, and one
 * more that fits a site never puts it lower. Of callers only the cell is used that stands in their incidents, and no distance
 * from it is told.
 */
import type { Point } from '../../geo/point.ts';
import { angleBetween, bearing, distance, distanceToLine } from '../../geo/point.ts';
import { boxOf, contains, distanceToEdge } from '../../geo/polygon.ts';
import { minute } from '../../lib/time.ts';
import type { District, DistrictReads } from '../district/state.ts';
import type { IncidentReads, IncidentState, WeighedSources } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import type { PermitReads } from '../permit/state.ts';
import type { SiteReads, SiteState } from '../site/state.ts';
import { hoursWithin } from './assess-hours.ts';
import { legalNightOf } from './calendar.ts';
import { comesBack } from './comes-back.ts';
import { standing, stepsOf } from './repeats.ts';
import { byWorks, callerReach, callerSector, nearRoad, offFromCell, toFence } from './match-site.ts';
import { wordsOf } from './similar.ts';

export type WeighReads = Pick<DistrictReads, 'district'> &
  Pick<SiteReads, 'sites'> &
  Pick<PermitReads, 'nightPermitsOf'> &
  Pick<IncidentReads, 'incident' | 'incidentsSince' | 'incidentsOfSite'>;

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
const most = 6;
const lookAt = 500;
/** Of what was done about a source: the latest of it. */
const mostSteps = 3;
/** Complaints of so many hours around the act are of one night, ms. */
const aroundAct = 360 * minute;

type Says = 'fits' | 'misfits' | 'nothing';

interface Word {
  readonly says: Says;
  readonly because: 'place' | 'direction' | 'road' | 'street' | 'cell' | 'far' | 'works' | 'none';
}

const nothing: Word = { says: 'nothing', because: 'none' };
const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });

function ofPlace({ placing }: IncidentState, at: Point, site: SiteState, district: District): Word {
  const metres = toFence(at, site);
  if (metres > district.plates.policy.siteRadius) return { says: 'misfits', because: 'far' };
  if (placing.direction === null || distance(at, site.at) <= 15) return { says: 'fits', because: 'place' };
  const off = angleBetween(bearing(at, site.at), placing.direction);
  if (off <= callerSector) return { says: 'fits', because: 'direction' };
  return off > 90 && metres > 0 ? { says: 'misfits', because: 'direction' } : { says: 'fits', because: 'place' };
}

function ofCell({ placing }: IncidentState, site: SiteState, { plates }: District): Word {
  const shape = plates.grids.find(({ level, code }) => level === 'cell' && code === placing.grids?.cell)?.shape;
  if (shape === undefined) return nothing;
  const { west, east, south, north } = boxOf(shape);
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
  const away = contains(shape, site.at) ? 0 : distanceToEdge(shape, site.at);
  const reach = plates.policy.siteRadius * callerReach;
  if (away - site.radius > reach) return { says: 'misfits', because: 'far' };
  if (placing.direction === null) return away <= plates.policy.siteRadius ? { says: 'fits', because: 'cell' } : nothing;
  const off = offFromCell(angleBetween(bearing(middle, site.at), placing.direction), middle, site.at, away);
  return { says: off <= callerSector ? 'fits' : 'misfits', because: 'direction' };
}

function ofRoad({ placing, marks }: IncidentState, site: SiteState, { plates, index }: District): Word {
  // A caller's own road tells where they live.
  if (marks.includes('placeOfCaller')) return nothing;
  if (placing.street !== null && index.streetAt(site.at)?.name !== placing.street)
    return { says: 'misfits', because: 'street' };
  const lines = plates.roads.filter(({ name }) => placing.roads.includes(name)).map(({ line }) => line.map(pointOf));
  const on = placing.roads.some((road) => site.roads.includes(road));
  const beside = lines.some((line) => distanceToLine(site.at, line) - site.radius <= nearRoad);
  return { says: on || beside ? 'fits' : 'misfits', because: 'road' };
}

function byWhere(incident: IncidentState, site: SiteState, district: District): Word {
  const { placing } = incident;
  if (placing.outside !== null) return nothing;
  if (placing.precision === 'callerCell') return ofCell(incident, site, district);
  if (placing.precision === 'road') return ofRoad(incident, site, district);
  if (placing.at !== null) return ofPlace(incident, placing.at, site, district);
  if (placing.precision !== 'street' || placing.street === null) return nothing;
  const same = district.index.streetAt(site.at)?.name === placing.street;
  return same ? nothing : { says: 'misfits', because: 'street' };
}

/** What one complaint says of a site. Who speaks of other works than are done there has not said that it fits. */
export function wordOn(incident: IncidentState, site: SiteState, district: District): Word {
  // Said by a person, or certain: it speaks of that site alone.
  if (incident.site !== null)
    return incident.site === site.id ? { says: 'fits', because: 'place' } : { says: 'misfits', because: 'place' };
  const where = byWhere(incident, site, district);
  if (where.says !== 'fits') return where;
  const works = byWorks(site, wordsOf(incident.matterReasons));
  return works.score < 0 ? { says: 'nothing', because: 'works' } : where;
}

const ofNoise = ({ matter, marks }: IncidentState): boolean =>
  matter === 'constructionNoise' || (matter === 'unknownNoise' && !marks.includes('steadyHum'));

/** It and those joined with it: a site that does not fit them speaks against itself. */
function belonging(incident: IncidentState, reads: WeighReads): readonly IncidentState[] {
  const head = incident.joinedInto === null ? incident : (reads.incident(incident.joinedInto.incident) ?? incident);
  const taken = head.tookIn.flatMap(({ incident: id }) => reads.incident(id) ?? []);
  return [...new Map([incident, head, ...taken].map((one) => [one.id, one])).values()];
}

interface Known {
  readonly weight: number;
  readonly for: Reason[];
  readonly against: Reason[];
}

/** What is known of a site tonight whoever complains. */
function knownTonight(site: SiteState, all: readonly IncidentState[], at: number, reads: WeighReads): Known {
  const district = reads.district();
  const own = all.filter((one) => one.site === site.id);
  const speaks: Known = { weight: 0, for: [], against: [] };
  let { weight } = speaks;
  const stopped = own.filter(({ outcome }) => outcome?.kind === 'stopped' || outcome?.kind === 'refusesToStop');
  const [work] = stopped.length > 0 ? stopped : own.filter(({ findings }) => findings.length > 0);
  if (work !== undefined) {
    weight += 1;
    speaks.for.push(reason('workedTonight', { number: work.number }));
  }
  const quiet = own.find(({ outcome }) => outcome?.kind === 'nothingFound');
  if (quiet !== undefined && work === undefined) {
    weight -= 1;
    speaks.against.push(reason('nothingFoundTonight', { number: quiet.number }));
  }
  const night = district === undefined ? undefined : legalNightOf(at, district.plates);
  const hours = reads.nightPermitsOf(site.id).flatMap((permit) => {
    if (night === undefined || district === undefined || permit.permits !== 'nightWork') return [];
    const found = hoursWithin(permit, night, district.plates.utcOffset) ?? [];
    return found.map((span) => ({ number: permit.number, ...span }));
  });
  const now = hours.find(({ from, to }) => from <= at && at < to);
  if (now !== undefined) {
    weight += 0.5;
    speaks.for.push(reason('declaredHours', { number: now.number, from: now.from, to: now.to }));
  } else if (hours[0] !== undefined)
    speaks.against.push(reason('notDeclaredHours', { number: hours[0].number, from: hours[0].from, to: hours[0].to }));
  const past = reads.incidentsOfSite(site.id, lookAt);
  const again = district === undefined ? undefined : comesBack(past, at, district.plates);
  if (again !== undefined) speaks.for.push(reason('comesBack', { ...again }), ...doneAbout(site.id, past, at));
  return { ...speaks, weight };
}

/** What was done already about a source that comes back: whoever goes there, or writes, knows it. */
function doneAbout(site: string, past: readonly IncidentState[], at: number): readonly Reason[] {
  return standing(stepsOf(site, past, at))
    .slice(0, mostSteps)
    .map(({ step }) =>
      step.kind === 'talk'
        ? reason(step.promised.length > 0 ? 'talkPromised' : 'talkHeld', {
            ...{ heldAt: step.at, with: step.with, promised: step.promised },
          })
        : reason('noticeSent', { sentAt: step.at, authority: step.authority }),
    );
}

interface Weighed extends Known {
  readonly site: SiteState;
  readonly fits: boolean;
}

function weigh(
  site: SiteState,
  core: readonly IncidentState[],
  others: readonly IncidentState[],
  known: Known,
  district: District,
): Weighed {
  const ofCore = core.map((one) => ({ one, word: wordOn(one, site, district) }));
  const ofOthers = others.map((one) => ({ one, word: wordOn(one, site, district) }));
  const fitting = [...ofCore, ...ofOthers].filter(({ word }) => word.says === 'fits');
  // What others complain of may be another noise: only of those that belong together it speaks against.
  const against = ofCore.filter(({ word }) => word.says === 'misfits');
  const numbers = (some: readonly { readonly one: IncidentState }[]): string[] =>
    some
      .map(({ one }) => one.number)
      .sort()
      .slice(0, 6);
  const becauseOf = (some: typeof fitting, because: Word['because']) =>
    some.filter(({ word }) => word.because === because);
  const bearings = becauseOf(fitting, 'direction');
  const cells = new Set(bearings.map(({ one }) => one.placing.grids?.cell ?? one.id));
  const works = becauseOf(ofCore, 'works');
  const [nearest] = becauseOf(fitting, 'place')
    .flatMap(({ one }) => (one.placing.at === null ? [] : [Math.round(toFence(one.placing.at, site))]))
    .sort((a, b) => a - b);
  return {
    site,
    fits: ofCore.some(({ word }) => word.says === 'fits'),
    weight: fitting.length - against.length + known.weight,
    for: [
      ...(fitting.length > 0
        ? [reason('complaintsFit', { incidents: fitting.length, numbers: numbers(fitting) })]
        : []),
      ...(cells.size > 1 ? [reason('bearingsMeet', { incidents: bearings.length })] : []),
      ...(bearings.length > 0 && cells.size === 1 ? [reason('direction', { fits: true })] : []),
      ...(nearest === undefined ? [] : [reason('nearestPlace', { metres: nearest })]),
      ...known.for,
    ],
    against: [
      ...(against.length > 0
        ? [reason('complaintsMisfit', { incidents: against.length, numbers: numbers(against) })]
        : []),
      ...(works.length > 0 ? [reason('worksDoNotFit', { kind: site.kind })] : []),
      ...known.against,
    ],
  };
}

/** The four questions of a noise that nobody can place. */
const questions: readonly Reason[] = ['whichRoad', 'nearWhat', 'whatSound', 'sinceWhen'].map((code) => reason(code));

/** Undefined: no pack is in force, or the matter has no source that is a site. */
export function weighSources(incident: IncidentState, reads: WeighReads): WeighedSources | undefined {
  const district = reads.district();
  if (district === undefined || !ofNoise(incident) || incident.placing.outside !== null) return undefined;
  const core = belonging(incident, reads);
  const others = reads
    .incidentsSince(incident.actAt - aroundAct, lookAt)
    .filter((one) => Math.abs(one.actAt - incident.actAt) <= aroundAct)
    .filter((one) => ofNoise(one) && !core.some(({ id }) => id === one.id));
  const all = [...core, ...others];
  const weighed = reads
    .sites()
    .filter(({ withdrawn }) => withdrawn === undefined)
    .map((site) => weigh(site, core, others, knownTonight(site, all, incident.actAt, reads), district))
    .filter(({ fits }) => fits)
    .sort((a, b) => b.weight - a.weight || (a.site.name < b.site.name ? -1 : 1));
  const sites = weighed
    .map(({ site, weight, for: speaksFor, against }) => ({
      ...{ site: site.id, name: site.name, for: speaksFor, against },
      rank: 1 + weighed.filter((other) => other.weight > weight).length,
    }))
    .slice(0, most);
  // A permit alone makes no difference that counts: it orders, and nobody stands out by it.
  const best = weighed[0]?.weight ?? 0;
  const first = weighed.filter(({ weight }) => best - weight < 1);
  const status = first.length === 0 || best <= 0 ? 'unknown' : first.length === 1 ? 'one' : 'several';
  const said = all.filter((one) => weighed.some(({ site }) => wordOn(one, site, district).says === 'fits')).length;
  return { status, sites, complaints: said, questions: status === 'one' ? [] : questions };
}
