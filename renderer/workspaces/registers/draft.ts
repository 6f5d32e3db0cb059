/** A form before anything is typed: of a new entry, and of one that stands. Pure. */
import type { RegisterKind } from '../../hall/told-labels.ts';
import { hoursField, timeField, tonight } from '../../hall/told-time.ts';
import { civilDate, hour } from '../../../shared/lib/time.ts';
import type { Tongue } from '../../../shared/lib/weekly-hours.ts';
import { weeklyText } from '../../../shared/lib/weekly-hours.ts';
import type { DocumentStates } from '../../seat-client/hooks.ts';
import type { Draft } from './fields.ts';

export type States = Pick<DocumentStates, RegisterKind>;
export type EntryOf = { readonly [K in RegisterKind]: States[K] };
export type AnyEntry = States[RegisterKind];

export interface DraftWorld {
  /** Hub time, Unix ms. */
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  /** The law's night, minutes since midnight. */
  readonly night: { readonly from: number; readonly to: number };
  readonly modes: { readonly [mode: string]: string };
  /** In which hours of the week are written. */
  readonly tongue: Tongue;
}

/** `夜间 22:00-06:00；日常、节假日 09:00-17:00` */
export function dutyHoursText(
  hours: readonly { readonly modes: readonly string[]; readonly from: number; readonly to: number }[],
  names: DraftWorld['modes'],
): string {
  return hours
    .map((window) => `${window.modes.map((mode) => names[mode] ?? mode).join('、')} ${hoursField(window)}`)
    .join('；');
}

const ways: { readonly [K in RegisterKind]: string } = {
  ...{ site: 'onSite', nightPermit: 'phone', repairNotice: 'phone', quietPeriod: 'paper' },
  ...{ post: 'paper', fence: 'paper', stallPlace: 'paper', videoPoint: 'onSite', contact: 'phone' },
};

/** What most entries of this kind are: the field stands filled, and may be overwritten. */
export function newDraft(kind: RegisterKind, world: DraftWorld, last: AnyEntry | undefined): Draft {
  const { now, offset, night } = world;
  const { from, to } = tonight(now, offset, night);
  const [begin, end] = [timeField(from, offset), timeField(to, offset)];
  const tonightHours = `${world.modes['night'] ?? ''} ${hoursField(night)}`;
  const source = { way: ways[kind], who: '', asOf: '' };
  switch (kind) {
    case 'nightPermit': {
      const before = last as States['nightPermit'] | undefined;
      const names = { paper: before?.paper ?? '', issuer: before?.issuer ?? '' };
      return { from: begin, to: end, permits: 'nightWork', ...names, ...source };
    }
    case 'site':
      return { kind: 'building', radius: '60', registered: '', contactChecked: civilDate(now, offset), ...source };
    case 'repairNotice': {
      const at = timeField(now, offset);
      return { utility: 'water', radius: '100', from: at, notifiedAt: at, ...source };
    }
    case 'quietPeriod':
      return { from: begin, to: end, reach: 'whole', radius: '500', ...source };
    case 'post':
      return {
        ...{ form: 'fixed', radius: '50', persons: '2', certified: '2', hours: tonightHours },
        ...{ minutesPerHour: '20', margin: '30', by: 'vehicle', passes: '2', ...source },
      };
    case 'fence':
      return {
        ...{ kind: 'mustNotLeave', form: 'circle', radius: '300', width: '60', limitKmh: '40', squads: '' },
        ...{ hours: tonightHours, onAssignment: 'yes', pursuit: 'yes', ...source },
      };
    case 'stallPlace':
      return {
        kind: 'relief',
        form: 'circle',
        radius: '50',
        from: `${civilDate(now, offset)} 00:00`,
        squad: '',
        ...source,
      };
    case 'videoPoint':
      return { heading: '0', fov: '60', ...source };
    case 'contact':
      return { kind: 'other', hours: '', checkedOn: civilDate(now, offset), ...source };
  }
}

type At = { readonly lon: number; readonly lat: number };
const atText = ({ lon, lat }: At): string => `${lon},${lat}`;
const tick = (on: boolean | undefined): string => (on === true ? 'yes' : '');
const figure = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** Of an entry that is held: what the form shows of it. The source is asked anew. */
export function draftOf(kind: RegisterKind, entry: AnyEntry, world: DraftWorld): Draft {
  const { offset, modes } = world;
  const time = (at: number | undefined): string => (at === undefined ? '' : timeField(at, offset));
  const hours = (daily: { readonly from: number; readonly to: number } | undefined): string =>
    daily === undefined ? '' : hoursField(daily);
  const source = { way: ways[kind], who: '', asOf: '' };
  const spans = (span: { readonly from: number; readonly to: number } | undefined) => ({
    from: time(span?.from),
    to: time(span?.to),
  });
  switch (kind) {
    case 'nightPermit': {
      const {
        number,
        site,
        from,
        to,
        hours: daily,
        permits,
        work,
        paper,
        issuer,
        conditions,
      } = entry as States['nightPermit'];
      const plain = { number, site, permits, work, paper, issuer, conditions: conditions.join('\n') };
      return { ...plain, ...spans({ from, to }), hours: hours(daily), ...source };
    }
    case 'site': {
      const { name, address, at, kind: what, radius, roads, nightContact, registered } = entry as States['site'];
      return {
        ...{ name, place: address, at: atText(at), kind: what, radius: figure(radius), roads: roads.join('、') },
        ...{ contactLabel: nightContact?.label ?? '', contactPhone: nightContact?.phone ?? '' },
        ...{ contactChecked: nightContact?.checkedOn ?? civilDate(world.now, offset), registered: tick(registered) },
        ...source,
      };
    }
    case 'repairNotice': {
      const {
        number,
        utility,
        contact = '',
        address,
        at,
        radius,
        notifiedAt,
        from,
        to,
      } = entry as States['repairNotice'];
      return {
        ...{ number, utility, contact, place: address, at: atText(at), radius: figure(radius) },
        ...{ notifiedAt: time(notifiedAt), from: time(from), to: time(to), ...source },
      };
    }
    case 'quietPeriod': {
      const { name, from, to, hours: daily, grids, around = [], basis } = entry as States['quietPeriod'];
      const reach = around.length > 0 ? 'around' : grids.length > 0 ? 'grids' : 'whole';
      return {
        ...{ name, ...spans({ from, to }), hours: hours(daily), basis, reach, grids: grids.join() },
        ...{ radius: figure(around[0]?.radius ?? 500), ...source },
        around: around.length === 0 ? '' : JSON.stringify(around.map(({ name: called, at }) => ({ name: called, at }))),
      };
    }
    case 'post': {
      const { name, where, squad = '', zone = '', hours: windows, period, staff, note = '' } = entry as States['post'];
      const common = {
        ...{ name, form: where.kind, squad, zone, hours: dutyHoursText(windows, modes), ...spans(period), note },
        ...{ persons: figure(staff.persons), certified: figure(staff.certified), ...source },
      };
      switch (where.kind) {
        case 'fixed':
          return { ...common, at: atText(where.at), place: '', radius: figure(where.radius) };
        case 'area':
          return { ...common, drawn: JSON.stringify(where.ring), minutesPerHour: figure(where.minutesPerHour) };
        case 'line':
          return {
            ...{ ...common, drawn: JSON.stringify(where.line), margin: figure(where.margin) },
            ...{ by: where.by, passes: figure(where.passes) },
          };
        case 'camera':
          return common;
      }
      return common;
    }
    case 'fence': {
      const {
        name,
        kind: rule,
        limitKmh,
        shape,
        appliesTo,
        hours: windows,
        period,
        exempt,
        note = '',
      } = entry as States['fence'];
      const common = {
        ...{ name, kind: rule, limitKmh: figure(limitKmh), form: shape.kind, squads: appliesTo.squads.join() },
        ...{ hours: dutyHoursText(windows, modes), ...spans(period), note, ...source },
        ...{ onAssignment: tick(exempt.onAssignment), pursuit: tick(exempt.pursuit) },
      };
      switch (shape.kind) {
        case 'circle':
          return { ...common, at: atText(shape.at), place: '', radius: figure(shape.radius) };
        case 'polygon':
          return { ...common, drawn: JSON.stringify(shape.ring) };
        case 'corridor':
          return { ...common, drawn: JSON.stringify(shape.line), width: figure(shape.width) };
      }
      return common;
    }
    case 'stallPlace': {
      const {
        name,
        kind: what,
        address,
        shape,
        hours: weekly,
        from,
        to,
        keeper,
        phone = '',
        squad = '',
        conditions,
      } = entry as States['stallPlace'];
      const common = {
        ...{
          name,
          kind: what,
          form: shape.kind,
          hours: weeklyText(weekly, world.tongue),
          from: time(from),
          to: time(to),
        },
        ...{ keeper, phone, squad, conditions: conditions.join('\n'), ...source },
      };
      return shape.kind === 'circle'
        ? { ...common, place: address, at: atText(shape.at), radius: figure(shape.radius) }
        : { ...common, address, drawn: JSON.stringify(shape.ring) };
    }
    case 'videoPoint': {
      const { name, at, heading, fov, range, guard, channel = '', device = '', ptz } = entry as States['videoPoint'];
      return {
        ...{ name, place: '', at: atText(at), heading: figure(heading), fov: figure(fov), range: figure(range) },
        ...{ guard: tick(guard), channel, device, ptz: tick(ptz), ...source },
      };
    }
    case 'contact': {
      const { name, phone, kind: what, authority, hours: when, checkedOn, note = '' } = entry as States['contact'];
      return { name, phone, kind: what, authority, hours: when, checkedOn, note, ...source };
    }
  }
}

/** After this a check of a telephone number is old. */
export const checkHolds = 30 * 24 * hour;
