/** Entries of a register as lines of its list. Pure but for its words. */
import { listed } from '../../i18n/say.ts';
import { day, hour, inDailyWindow, minute, parseIso } from '../../../shared/lib/time.ts';
import type { Tongue } from '../../../shared/lib/weekly-hours.ts';
import { inWeeklyHours, weeklyStretches, weeklyText } from '../../../shared/lib/weekly-hours.ts';
import { inDutyHours } from '../../../shared/lib/duty-hours.ts';
import { likenessTo } from '../../hall/matching.ts';
import { isStale } from '../../hall/register-age.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { hoursField } from '../../hall/told-time.ts';
import type { TFunction } from '../../hall/types.ts';
import { timeText } from '../../hall/words.ts';
import type { AnyEntry, States } from './draft.ts';
import { checkHolds, dutyHoursText } from './draft.ts';

export type Tone = 'ok' | 'warn' | 'alarm' | 'muted' | 'accent';
export interface Tag {
  readonly text: string;
  readonly tone: Tone;
}

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly tags: readonly Tag[];
  readonly source: string;
  /** Older than the pack's limit. */
  readonly stale: boolean;
  /** What it is found by besides its title. */
  readonly names: readonly string[];
  readonly standing: boolean;
  readonly tonight: boolean;
  /** Ends within two days; of a contact: not checked for long. */
  readonly soon: boolean;
  /** `site`: the telephone of a site, kept with the site. */
  readonly origin: 'register' | 'pack' | 'site';
  readonly order: string;
}

export const filters = ['standing', 'tonight', 'soon', 'withdrawn'] as const;
export type Filter = (typeof filters)[number];

/** Kinds whose entries hold for a time. */
const timed: ReadonlySet<RegisterKind> = new Set([
  'nightPermit',
  'repairNotice',
  'quietPeriod',
  'post',
  'fence',
  'stallPlace',
]);
/** What the law's permits rest on; the pack limits their age. */
export const ageLimited: ReadonlySet<RegisterKind> = new Set([
  'site',
  'nightPermit',
  'repairNotice',
  'quietPeriod',
  'stallPlace',
]);

export function filtersOf(kind: RegisterKind): readonly Filter[] {
  if (timed.has(kind)) return filters;
  return filters.filter(
    (one) => one === 'standing' || one === 'withdrawn' || (one === 'tonight' ? kind === 'site' : kind === 'contact'),
  );
}

export interface RowWorld {
  readonly now: number;
  readonly offset: number;
  readonly t: TFunction;
  readonly tonight: { readonly from: number; readonly to: number };
  readonly maxAgeHours: number | undefined;
  readonly mode: string | undefined;
  readonly modes: { readonly [mode: string]: string };
  readonly tongue: Tongue;
  readonly sites: ReadonlyMap<string, { readonly state: States['site'] }>;
  /** Sites with a night permit that covers any of tonight. */
  readonly permitted: ReadonlySet<string>;
  readonly gridName: (code: string) => string;
}

const soonMs = 48 * hour;

interface Span {
  readonly from: number;
  readonly to?: number | undefined;
  readonly hours?: { readonly from: number; readonly to: number } | undefined;
}

/** Whether any minute of the span, in its daily hours, lies in the night. A daily window is a quarter of an hour at least. */
export function coversAny({ from, to = Infinity, hours }: Span, night: RowWorld['tonight'], offset: number): boolean {
  const [begin, end] = [Math.max(from, night.from), Math.min(to, night.to)];
  if (begin >= end) return false;
  if (hours === undefined) return true;
  for (let at = begin; at < end; at += minute) if (inDailyWindow(at, offset, hours)) return true;
  return false;
}

type Told = Pick<Row, 'title' | 'detail' | 'names' | 'tonight' | 'order'> & {
  readonly tags: readonly Tag[];
  readonly ends?: number | undefined;
  readonly soon?: boolean;
};

function spanText({ from, to, hours }: Span, { now, offset, t }: RowWorld): string {
  const time = (at: number): string => timeText(at, now, offset);
  const span =
    to === undefined
      ? t('registers.row.open', { from: time(from) })
      : t('registers.row.span', { from: time(from), to: time(to) });
  return hours === undefined ? span : `${span} · ${t('registers.row.daily', { hours: hoursField(hours) })}`;
}

const dots = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

function whenTag(span: Span, tonight: boolean, world: RowWorld): readonly Tag[] {
  const { now, t } = world;
  if ((span.to ?? Infinity) <= now) return [{ text: t('registers.row.over'), tone: 'muted' }];
  if (tonight) return [{ text: t('registers.row.tonight'), tone: 'ok' }];
  return span.from > now ? [{ text: t('registers.row.later'), tone: 'muted' }] : [];
}

/** Those of tonight first, then those to come, then those that are over, the latest first. */
function turn({ from, to = Infinity }: Span, tonight: boolean, { now }: RowWorld): string {
  const rank = tonight ? 0 : to > now ? 1 : 2;
  return `${String(rank)} ${String(1e15 - from)}`;
}

function told(kind: RegisterKind, entry: AnyEntry, world: RowWorld): Told {
  const { now, offset, t, tonight: night, mode, modes, sites, permitted, gridName } = world;
  switch (kind) {
    case 'nightPermit': {
      const { number, site, work, from, to, hours, permits, issuer } = entry as States['nightPermit'];
      const place = sites.get(site)?.state;
      const name = place === undefined || place.withdrawn !== undefined ? t('registers.row.siteGone') : place.name;
      const span = { from, to, hours };
      const tonight = permits === 'nightWork' && coversAny(span, night, offset);
      const what = permits === 'nightWork' ? work : dots(t(`registers.choice.permits.${permits}`), work);
      return {
        ...{ title: number, detail: dots(name, spanText(span, world), what), names: [name, work, issuer], tonight },
        ...{ tags: whenTag(span, tonight, world), ends: to, order: turn(span, tonight, world) },
      };
    }
    case 'site': {
      const { id, name, address, kind: what, roads, nightContact } = entry as States['site'];
      const tonight = permitted.has(id);
      const contact =
        nightContact === undefined ? t('registers.row.noContact') : dots(nightContact.label, nightContact.phone);
      return {
        ...{ title: name, detail: dots(t(`registers.choice.siteKind.${what}`), address, contact), tonight },
        ...{ names: [address, ...roads], order: name },
        tags: tonight ? [{ text: t('registers.row.permitted'), tone: 'ok' }] : [],
      };
    }
    case 'repairNotice': {
      const { number, utility, address, from, to, contact = '' } = entry as States['repairNotice'];
      const span = { from, to };
      const tonight = coversAny(span, night, offset);
      const detail = dots(t(`registers.choice.utility.${utility}`), address, spanText(span, world), contact);
      return {
        ...{ title: number, detail, names: [address, contact], tonight, ends: to },
        ...{ tags: whenTag(span, tonight, world), order: turn(span, tonight, world) },
      };
    }
    case 'quietPeriod': {
      const { name, from, to, hours, grids, around = [], basis } = entry as States['quietPeriod'];
      const span = { from, to, hours };
      const tonight = coversAny(span, night, offset);
      const where =
        around.length > 0
          ? t('registers.row.aroundOf', { n: around.length })
          : grids.length > 0
            ? listed(t, grids.map(gridName))
            : t('registers.row.whole');
      return {
        ...{ title: name, detail: dots(spanText(span, world), where, basis), names: [basis], tonight, ends: to },
        ...{ tags: whenTag(span, tonight, world), order: turn(span, tonight, world) },
      };
    }
    case 'post':
    case 'fence': {
      const { name, hours, period, note = '' } = entry as States['post'] | States['fence'];
      const due = inDutyHours({ hours, period }, mode, now, offset);
      const rule =
        kind === 'post'
          ? t(`registers.choice.postForm.${(entry as States['post']).where.kind}`)
          : t(`registers.choice.fenceKind.${(entry as States['fence']).kind}`);
      const tonight = hours.some(
        (window) => window.modes.includes('night') && coversAny({ from: 0, hours: window }, night, offset),
      );
      const inPeriod = period === undefined || coversAny(period, night, offset);
      return {
        ...{ title: name, detail: dots(rule, dutyHoursText(hours, modes), note), names: [note], order: name },
        ...{ tonight: tonight && inPeriod, ends: period?.to },
        tags: due ? [{ text: t('registers.row.due'), tone: 'ok' }] : [{ text: t('registers.row.off'), tone: 'muted' }],
      };
    }
    case 'stallPlace': {
      const { name, kind: what, address, hours, from, to, keeper } = entry as States['stallPlace'];
      const span = { from, to };
      const begun = now >= from && now < (to ?? Infinity);
      const open = begun && inWeeklyHours(hours, now, offset);
      const tonight = coversAny(span, night, offset) && weeklyStretches(hours, night, offset).length > 0;
      const type = t(`registers.choice.stallKind.${what}`);
      const state: Tag = open
        ? { text: t('registers.row.stallsNow'), tone: 'ok' }
        : { text: t('registers.row.stallsOff'), tone: 'muted' };
      return {
        ...{ title: name, detail: dots(type, weeklyText(hours, world.tongue), address, keeper), tonight },
        ...{ names: [address, keeper, type], ends: to, order: name },
        tags: begun ? [state] : whenTag(span, false, world),
      };
    }
    case 'videoPoint': {
      const { id, name, heading, channel = '', guard } = entry as States['videoPoint'];
      const seen = t('videoCard.degrees', { degrees: heading });
      return {
        ...{ title: name, detail: dots(seen, channel), names: [id, channel], tonight: guard, order: name },
        tags: guard ? [{ text: t('registers.field.guard'), tone: 'accent' }] : [],
      };
    }
    case 'contact': {
      const { name, phone, authority, hours, checkedOn, kind: what, note = '' } = entry as States['contact'];
      const type = t(`registers.choice.contactKind.${what}`);
      const checkedAt = parseIso(`${checkedOn}T00:00Z`) ?? 0;
      return {
        ...{ title: name, names: [phone, authority, type], tonight: true, order: name, tags: [] },
        soon: now - checkedAt > checkHolds + day,
        detail: dots(phone, type, authority, hours, t('registers.row.checked', { date: checkedOn }), note),
      };
    }
  }
}

/** @param asOf Of the source; null: no entry of the register, and no age of its own. */
export function rowOf(kind: RegisterKind, entry: AnyEntry, world: RowWorld, origin: Row['origin'] = 'register'): Row {
  const { ends, soon, tags, ...rest } = told(kind, entry, world);
  const { now, offset, t, maxAgeHours } = world;
  const { provenance, withdrawn } = entry;
  const standing = withdrawn === undefined;
  const stale = standing && ageLimited.has(kind) && isStale(provenance.asOf, now, maxAgeHours);
  const marks: Tag[] = standing ? [...tags] : [{ text: t('registers.row.withdrawn'), tone: 'muted' }];
  if (stale) marks.push({ text: t('registers.row.stale'), tone: 'warn' });
  if (origin !== 'register')
    marks.push({ text: t(origin === 'pack' ? 'registers.row.ofPack' : 'registers.row.ofSite'), tone: 'muted' });
  return {
    ...rest,
    ...{ id: entry.id, tags: marks, stale, standing, origin },
    tonight: standing && rest.tonight,
    soon: standing && (soon ?? (ends !== undefined && ends > now && ends - now <= soonMs)),
    source:
      origin === 'pack'
        ? t('registers.row.ofPack')
        : t('registers.row.source', { source: provenance.source, time: timeText(provenance.asOf, now, offset) }),
  };
}

const passes: { readonly [F in Filter]: (row: Row) => boolean } = {
  standing: ({ standing }) => standing,
  tonight: ({ tonight }) => tonight,
  soon: ({ soon }) => soon,
  withdrawn: ({ standing }) => !standing,
};

/** Those that pass, the best fit first; else in the order of the register. */
export function chosenRows(rows: readonly Row[], filter: Filter, wanted: string): readonly Row[] {
  const kept = rows.filter(passes[filter]);
  if (wanted.trim() === '') return kept.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  const fit = likenessTo(wanted);
  return kept
    .map((row) => ({ row, score: Math.max(2 * fit(row.title), ...row.names.map((name) => fit(name)), 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.row.order < b.row.order ? -1 : 1))
    .map(({ row }) => row);
}
