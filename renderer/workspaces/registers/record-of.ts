/** The record that a form makes, kind by kind. */
import type { Json } from '../../../shared/lib/json.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import type { AnyEntry, States } from './draft.ts';
import type { Draft } from './fields.ts';

import { aroundOf } from './typed-parts.ts';
import type { Values } from './values.ts';

type Members = { readonly [member: string]: Json | undefined };

/** Without what is undefined, as JSON has it. */
export const dense = (members: Members): { readonly [member: string]: Json } =>
  Object.fromEntries(Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Members of the entry as it stands that this form does not show. */
function kept(before: AnyEntry | undefined, ...names: readonly string[]): Members {
  const row = (before ?? {}) as unknown as Members;
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** The record; only asked where no field is at fault. */
export function recordOf(kind: RegisterKind, values: Values, draft: Draft, before: AnyEntry | undefined): Members {
  const hours = values.get('hours');
  const [from, to] = [values.get('from'), values.get('to')];
  const at = values.at() as unknown as Json;
  const period = from === undefined || to === undefined ? undefined : { from, to };
  const name = values.text('name');
  const radius = values.get('radius');
  switch (kind) {
    case 'nightPermit':
      return {
        ...{ number: values.text('number'), site: values.text('site'), paper: values.text('paper') },
        ...{ issuer: values.text('issuer'), work: values.text('work'), permits: values.text('permits') },
        ...{ from, to, hours, conditions: values.get('conditions') ?? [] },
      };
    case 'site': {
      const phone = values.text('contactPhone');
      const roads = (draft['roads'] ?? '').split(/[、,，\s]+/).filter((road) => road !== '');
      const contact = { label: values.text('contactLabel'), phone, checkedOn: values.text('contactChecked') };
      return {
        ...{ name, kind: values.text('kind'), address: (draft['place'] ?? '').trim().slice(0, 120), at, radius },
        ...{ roads: roads.slice(0, 6).map((road) => road.slice(0, 40)), registered: values.get('registered') },
        nightContact: phone === '' ? undefined : contact,
      };
    }
    case 'repairNotice':
      return {
        ...{ number: values.text('number'), utility: values.text('utility'), at, radius, from, to },
        ...{ address: (draft['place'] ?? '').trim().slice(0, 120), notifiedAt: values.get('notifiedAt') },
        contact: given(values.text('contact')),
      };
    case 'quietPeriod': {
      const reach = values.text('reach');
      const places = aroundOf(draft['around']).map((place) => ({
        ...{ name: place.name, at: { ...place.at }, radius: values.figure('radius') },
      }));
      return {
        ...{ name, from, to, hours, basis: values.text('basis') },
        grids: reach === 'grids' ? values.get('grids') : [],
        around: reach === 'around' ? places : undefined,
      };
    }
    case 'post': {
      const staff = { persons: values.figure('persons'), certified: values.figure('certified') };
      const common = {
        name,
        squad: given(values.text('squad')),
        zone: given(values.text('zone')),
        hours,
        period,
        staff,
      };
      return {
        ...common,
        note: given(values.text('note')),
        where: whereOf(values, before as States['post'] | undefined),
      };
    }
    case 'fence': {
      const exempt = { onAssignment: values.get('onAssignment') === true, pursuit: values.get('pursuit') === true };
      const named = (before as States['fence'] | undefined)?.appliesTo ?? { units: [], zones: [], kinds: [] };
      const appliesTo = {
        ...{ units: [...named.units], zones: [...named.zones], kinds: [...named.kinds] },
        squads: values.get('squads') ?? [],
      };
      return {
        ...{ name, kind: values.text('kind'), limitKmh: values.get('limitKmh'), shape: shapeOf(values), appliesTo },
        ...{ hours, period, exempt, note: given(values.text('note')), ...kept(before, 'hysteresis') },
      };
    }
    case 'stallPlace': {
      const form = values.text('form');
      const typed = form === 'circle' ? (draft['place'] ?? '') : (draft['address'] ?? '');
      return {
        ...{ name, kind: values.text('kind'), address: typed.trim().slice(0, 120), hours, from, to },
        shape: form === 'circle' ? { kind: form, at, radius } : { kind: form, ring: values.get('drawn') ?? [] },
        ...{ keeper: values.text('keeper'), phone: given(values.text('phone')), squad: given(values.text('squad')) },
        conditions: values.get('conditions') ?? [],
      };
    }
    case 'videoPoint':
      return {
        ...{ name, at, heading: values.get('heading'), fov: values.get('fov'), range: values.get('range') },
        ...{ guard: values.get('guard'), channel: given(values.text('channel')), device: given(values.text('device')) },
        ...{ ptz: values.get('ptz') === true ? true : undefined, ...kept(before, 'streams') },
      };
    case 'contact':
      return {
        ...{ name, kind: values.text('kind'), authority: values.text('authority'), phone: values.text('phone') },
        ...{ hours: values.text('hours'), checkedOn: values.text('checkedOn'), note: given(values.text('note')) },
      };
  }
}

function whereOf(values: Values, before: States['post'] | undefined): Json | undefined {
  const kind = values.text('form');
  const drawn = values.get('drawn') ?? [];
  switch (kind) {
    case 'fixed':
      return { kind, at: values.at() as unknown as Json, radius: values.figure('radius') };
    case 'area':
      return { kind, ring: drawn, minutesPerHour: values.figure('minutesPerHour') };
    case 'line':
      return {
        ...{ kind, line: drawn, margin: values.figure('margin'), by: values.text('by') },
        passes: values.figure('passes'),
      };
    default:
      // Which cameras a post looks through is not asked here.
      return before?.where as unknown as Json;
  }
}

function shapeOf(values: Values): Json {
  const kind = values.text('form');
  const drawn = values.get('drawn') ?? [];
  if (kind === 'circle') return { kind, at: values.at() as unknown as Json, radius: values.figure('radius') };
  return kind === 'polygon' ? { kind, ring: drawn } : { kind, line: drawn, width: values.figure('width') };
}
