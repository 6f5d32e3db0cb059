/** What a card on the map says of a thing that has no pane of its own, or of a place. Pure but for its words. */
import type { TFunction } from 'i18next';
import { distanceToLine } from '../../shared/geo/point.ts';
import { contains } from '../../shared/geo/polygon.ts';
import { hour } from '../../shared/lib/time.ts';
import { timeText } from '../hall/words.ts';
import { districtOffset } from '../ui/clock.tsx';
import { saidOf } from '../i18n/say.ts';
import { groundAt } from './ground-at.ts';
import type { Mark, MarkRef } from './marks.ts';
import { placeLines } from './place-text.ts';
import type { Areas, PaintedArea } from './scene-areas.ts';
import type { PlateShapes } from './shapes.ts';
import type { DistrictMapProps, LonLat, MapDesk, MapEntryKind } from './types.ts';

/** What covers ground and has a card of its own. */
export interface AreaRef {
  readonly kind: 'grid' | 'squad' | 'zone' | 'fence' | 'quietArea' | 'stallPlace' | 'operation';
  readonly id: string;
}

/** What it is, what is said of it, and where more is told. */
export type CardRow = readonly [label: string, value: string, area?: AreaRef];

export interface Card {
  readonly kind: string;
  readonly title: string;
  readonly rows: readonly CardRow[];
  readonly at: LonLat;
  /** To be copied. */
  readonly lines: string;
  /** In the registers: what it tells of. */
  readonly entries?: readonly CardEntry[] | undefined;
  /** That what it tells is too old, and whom to ask; absent: it is not. */
  readonly stale?: string | undefined;
}

export interface CardEntry {
  readonly kind: MapEntryKind;
  readonly id: string;
  readonly name: string;
}

export interface CardInput {
  readonly things: DistrictMapProps;
  readonly shapes: PlateShapes;
  readonly areas: Areas;
  readonly t: TFunction;
}

/** How a place is called: the crossing or place close by, else its street. */
function nameOf(at: LonLat, { things, shapes, t }: CardInput): string {
  const { near, grids } = groundAt(at, shapes, things);
  const street = grids.find(({ level }) => level === 'responsibility')?.name ?? '';
  const by = near === undefined ? '' : t('mapCard.nearBy', { name: near.name, n: Math.round(near.metres) });
  return [street, by].filter((part) => part !== '').join(' ');
}

export function linesOf(at: LonLat, name: string, input: CardInput): string {
  const { grids } = groundAt(at, input.shapes, input.things);
  return placeLines(at, name === '' ? nameOf(at, input) : name, grids.at(-1)?.code ?? '');
}

function covers({ shape, band }: PaintedArea, [lon, lat]: LonLat): boolean {
  if (band === undefined) return contains(shape, { lon, lat });
  const line = band.line.map(([x, y]) => ({ lon: x, lat: y }));
  return distanceToLine({ lon, lat }, line) <= band.width / 2;
}

/** Layers that the pack's limit of age is for: what permits rest on. */
export const ageLimited: ReadonlySet<string> = new Set(['sites', 'permits', 'quietAreas', 'stallPlaces']);

/** That a register is too old, and whom to ask; undefined: it is not. `asOf`: Unix ms. */
export function staleText(
  asOf: number | undefined,
  now: number,
  desk: Pick<MapDesk, 'maxAgeHours' | 'askInstead'> | undefined,
  t: TFunction,
): string | undefined {
  const limit = desk?.maxAgeHours;
  if (asOf === undefined || limit === undefined || now - asOf <= limit * hour) return undefined;
  const who = desk?.askInstead;
  return who === undefined ? t('registers.age.call') : `${t('registers.age.call')} ${who}`;
}

const entryKinds: { readonly [kind: string]: MapEntryKind } = {
  ...{ post: 'post', fence: 'fence', quietArea: 'quietPeriod', stallPlace: 'stallPlace' },
};

/** Everything under a click on the ground. */
export function groundCard(at: LonLat, input: CardInput): Card {
  const { things, shapes, areas, t } = input;
  const { grids, squad, zone, near } = groundAt(at, shapes, things);
  const rows: CardRow[] = [...grids].reverse().map(({ level, code, name }): CardRow => {
    const told = name === code ? code : `${name} · ${code}`;
    return [t(`mapCard.level.${level}`), told, { kind: 'grid', id: code }];
  });
  if (grids.length === 0) rows.push([t('mapCard.outside'), t('mapCard.outsideNote')]);
  if (squad !== undefined)
    rows.push([
      t('mapCard.squad'),
      squad.share === '' ? squad.name : `${squad.name} · ${squad.share}`,
      { kind: 'squad', id: squad.id },
    ]);
  if (zone !== undefined) rows.push([t('mapCard.zone'), zone.name, { kind: 'zone', id: zone.id }]);
  if (near !== undefined)
    rows.push([t('mapCard.near'), t('mapCard.nearBy', { name: near.name, n: Math.round(near.metres) })]);
  const entries: CardEntry[] = [];
  let stale: string | undefined;
  const named = (name: string, told: string): string => (told === '' ? name : saidOf(t, name, told));
  for (const area of areas.painted) {
    const { kind, id, name } = area;
    if (kind === 'squad' || kind === 'cover' || !covers(area, at)) continue;
    const entry = entryKinds[kind];
    if (entry !== undefined) entries.push({ kind: entry, id, name });
    if (kind === 'stallPlace')
      stale ??= staleText(things.stallPlaces?.find((one) => one.id === id)?.asOf, things.now(), things.desk, t);
    if (kind === 'quietArea')
      stale ??= staleText(things.quietAreas?.find((one) => one.id === id)?.asOf, things.now(), things.desk, t);
    const told = [t(`mapCard.kind.${kind}`), named(name, toldOf(kind, id, input))] as const;
    // A post has its own mark and card.
    rows.push(kind === 'post' ? told : [...told, { kind, id }]);
  }
  return {
    kind: t('mapCard.place'),
    title: nameOf(at, input) || t('mapCard.outside'),
    rows,
    at,
    lines: linesOf(at, '', input),
    ...{ entries, stale },
  };
}

/** In words, with the age of the register. */
export function toldOf(kind: string, id: string, { things, t }: CardInput): string {
  const { fences, quietAreas, stallPlaces, operations, posts, sensitivePlaces, desk, now } = things;
  const find = <T extends { readonly id: string }>(list: readonly T[] | undefined): T | undefined =>
    list?.find((one) => one.id === id);
  const found =
    kind === 'fence'
      ? find(fences)
      : kind === 'quietArea'
        ? find(quietAreas)
        : kind === 'stallPlace'
          ? find(stallPlaces)
          : kind === 'post'
            ? find(posts)
            : kind === 'sensitivePlace'
              ? find(sensitivePlaces)
              : undefined;
  if (found === undefined) return find(operations)?.told ?? '';
  const { told, asOf } = found;
  const age =
    asOf === undefined ? '' : t('mapLayers.asOf', { time: timeText(asOf, now(), desk?.utcOffset ?? districtOffset) });
  return [told, age].filter((part) => part !== '').join(' · ');
}

/** Undefined for what is told elsewhere, or is gone. */
export function thingCard({ kind, id }: MarkRef, input: CardInput): Card | undefined {
  const { things, t } = input;
  if (kind === 'post') {
    const post = things.posts?.find((one) => one.id === id);
    if (post === undefined) return undefined;
    const rows: CardRow[] = [
      [t('mapCard.state'), t(`mapLegend.post.${post.state}`)],
      [t('mapCard.told'), toldOf(kind, id, input)],
    ];
    return {
      kind: t('mapCard.kind.post'),
      title: post.name,
      rows,
      at: post.at,
      lines: linesOf(post.at, post.name, input),
      entries: [{ kind: 'post', id, name: post.name }],
    };
  }
  if (kind === 'sensitivePlace') {
    const place = things.sensitivePlaces?.find((one) => one.id === id);
    if (place === undefined) return undefined;
    const rows: CardRow[] = [
      [t('mapCard.state'), t(`mapLegend.sensitiveKind.${place.kind}`)],
      [t('mapCard.told'), toldOf(kind, id, input)],
    ];
    const { name, at } = place;
    return { kind: t('mapCard.kind.sensitivePlace'), title: name, rows, at, lines: linesOf(at, name, input) };
  }
  return undefined;
}

/** A line in the list of several things under one click. */
export interface Choice {
  readonly ref: MarkRef;
  readonly kind: string;
  readonly name: string;
}

/** Each thing once, the topmost first; a permit is told with its site. */
export function choicesOf(marks: readonly Pick<Mark, 'thing'>[], { things, t }: CardInput): readonly Choice[] {
  const seen = new Map<string, Choice>();
  for (const { thing } of marks) {
    const permit = thing.kind === 'permit' ? things.permits?.find(({ id }) => id === thing.id) : undefined;
    const ref: MarkRef = permit === undefined ? thing : { kind: 'site', id: permit.site };
    const choice = choiceOf(ref, things, t);
    const key = `${ref.kind}/${ref.id}`;
    if (choice !== undefined && !seen.has(key)) seen.set(key, choice);
  }
  return [...seen.values()];
}

function choiceOf(ref: MarkRef, things: DistrictMapProps, t: TFunction): Choice | undefined {
  const { kind, id } = ref;
  const named = (list: readonly { readonly id: string; readonly name: string }[] | undefined): string | undefined =>
    list?.find((one) => one.id === id)?.name;
  switch (kind) {
    case 'unit': {
      const unit = things.units.find((one) => one.id === id);
      if (unit === undefined) return undefined;
      return { ref, kind: t('mapCard.kind.unit'), name: `${unit.name} · ${t(`map.unitStatus.${unit.status}`)}` };
    }
    case 'incident': {
      const incident = things.incidents.find((one) => one.id === id);
      if (incident === undefined) return undefined;
      const told = incident.told ?? t(`map.stage.${incident.stage}`);
      return { ref, kind: t('mapCard.kind.incident'), name: `${incident.number ?? incident.label} · ${told}` };
    }
    case 'site': {
      const site = things.sites.find((one) => one.id === id);
      return site === undefined
        ? undefined
        : { ref, kind: t('mapCard.kind.site'), name: `${site.name} · ${site.label}` };
    }
    case 'videoPoint':
    case 'post':
    case 'sensitivePlace': {
      const list = { videoPoint: things.videoPoints, post: things.posts, sensitivePlace: things.sensitivePlaces }[kind];
      const name = named(list);
      return name === undefined ? undefined : { ref, kind: t(`mapCard.kind.${kind}`), name };
    }
    default:
      return undefined;
  }
}
