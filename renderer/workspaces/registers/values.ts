/** The fields of a form, read one by one: their values, and what is wrong with them. */
import type { Point } from '../../../shared/geo/point.ts';
import { lengthOf } from '../../../shared/geo/point.ts';
import { selfCrossing } from '../../../shared/geo/self-crossing.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import { readWeekly, weeklyOverlap } from '../../../shared/lib/weekly-hours.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { typedHours, typedInstant } from '../../hall/told-time.ts';
import { isPhone, plainFigures } from '../../hall/typed.ts';
import type { AnyEntry, States } from './draft.ts';
import type { Draft, Field, FieldLabel } from './fields.ts';
import { shownFields } from './fields.ts';
import { zhCN } from '../../i18n/zh-cn.ts';

import { aroundOf, cornersOf, listOf, overlapping, placeOf, typedDutyHours } from './typed-parts.ts';

type Words = (typeof zhCN)['registers'];
export type Figures = { readonly [name: string]: string | number };

export interface Fault {
  readonly field: string;
  readonly label: FieldLabel;
  readonly code: keyof Words['fault'];
  readonly params: Figures;
}
export interface Warning {
  readonly code: keyof Words['warning'];
  readonly params: Figures;
}

export interface CheckWorld {
  readonly now: number;
  readonly offset: number;
  /** Names of the duty modes. */
  readonly modes: { readonly [mode: string]: string };
  /** All entries of the register, withdrawn ones too. */
  readonly entries: readonly AnyEntry[];
  readonly sites: ReadonlyMap<string, States['site']>;
  /** The entry as it stands, where there is one. */
  readonly before: AnyEntry | undefined;
  readonly isOutside: (at: Point) => boolean;
}

export interface Checked {
  /** Absent while there are faults. */
  readonly record?: { readonly [member: string]: Json };
  /** Instant the source speaks for, Unix ms. */
  readonly asOf: number;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

const choices: { readonly [name in keyof Words['choice']]: object } = zhCN.registers.choice;
/** Ids of entries and codes of grids. */
const isId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** The values of a form as they were understood; faults are collected on the way. */
export class Values {
  readonly faults: Fault[] = [];
  readonly #draft: Draft;
  readonly #world: CheckWorld;
  readonly #told = new Map<string, Json>();

  constructor(kind: RegisterKind, draft: Draft, world: CheckWorld) {
    this.#draft = draft;
    this.#world = world;
    for (const field of shownFields(kind, draft)) {
      const value = this.#read(field);
      if (value !== undefined) this.#told.set(field.name, value);
    }
  }

  fault(field: Pick<Field, 'name' | 'label'>, code: Fault['code'], params: Figures = {}): undefined {
    this.faults.push({ field: field.name, label: field.label, code, params });
    return undefined;
  }

  #read(field: Field): Json | undefined {
    const { name, widget, required = false } = field;
    const raw = (this.#draft[name] ?? '').trim();
    const missing = raw === '' && required;
    switch (widget.is) {
      case 'tick':
        return raw === 'yes';
      case 'place': {
        const at = placeOf(this.#draft['at']);
        return at === undefined ? this.fault(field, missing ? 'missing' : 'noPlace') : { ...at };
      }
      case 'drawn': {
        const corners = cornersOf(this.#draft['drawn']);
        const isRing = widget.shape === 'ring';
        // A ring ends where it began.
        const least = isRing ? 4 : 2;
        if (corners.length < least) return this.fault(field, 'tooFewPoints', { n: isRing ? 3 : 2 });
        if (corners.length > 500) return this.fault(field, 'tooMany', { n: 500 });
        if (isRing && selfCrossing(corners.map(([lon, lat]) => [lon, lat] as const)) !== undefined)
          return this.fault(field, 'crosses');
        if (!isRing && lengthOf(corners.map(([lon, lat]) => ({ lon, lat }))) < 10)
          return this.fault(field, 'tooFewPoints', { n: 2 });
        return corners.map(([lon, lat]) => [lon, lat]);
      }
      case 'around': {
        const places = aroundOf(this.#draft['around']);
        if (places.length === 0) return this.fault(field, 'missing');
        return places.length > 100 ? this.fault(field, 'tooMany', { n: 100 }) : (places as unknown as Json);
      }
      case 'streets':
      case 'squads': {
        const codes = listOf(raw);
        if ((required && codes.length === 0) || !codes.every((code) => isId.test(code)))
          return this.fault(field, 'missing');
        return codes.length > 100 ? this.fault(field, 'tooMany', { n: 100 }) : [...codes];
      }
      default:
        break;
    }
    if (missing && widget.is === 'site' && (this.#draft['siteText'] ?? '').trim() !== '')
      return this.fault(field, 'siteUnknown');
    if (missing || (raw === '' && widget.is === 'choice')) return this.fault(field, 'missing');
    if (raw === '') return undefined;
    return this.#readText(field, raw);
  }

  #readText(field: Field, raw: string): Json | undefined {
    const { widget } = field;
    const { now, offset, sites, modes } = this.#world;
    switch (widget.is) {
      case 'text':
        return raw.length > widget.most ? this.fault(field, 'tooLong', { most: widget.most }) : raw;
      case 'lines': {
        const lines = raw
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        if (lines.length > widget.most) return this.fault(field, 'tooMany', { n: widget.most });
        return lines.some((line) => line.length > 120) ? this.fault(field, 'tooLong', { most: 120 }) : lines;
      }
      case 'phone': {
        const plain = plainFigures(raw).trim();
        // 示例 before a number is how demonstrations mark one that nobody answers.
        const bare = plain.replace(/^示例\s*/, '').replace(/转/g, '-');
        return isPhone(bare) ? plain : this.fault(field, 'notPhone');
      }
      case 'time': {
        const after = field.name === 'to' ? this.#told.get('from') : undefined;
        const at = typedInstant(raw, now, offset, typeof after === 'number' ? after : undefined);
        return at ?? this.fault(field, 'notTime');
      }
      case 'date':
        return /^\d{4}-\d{2}-\d{2}$/.test(raw) && parseIso(`${raw}T00:00Z`) !== undefined
          ? raw
          : this.fault(field, 'notDate');
      case 'hours': {
        const hours = typedHours(raw);
        return hours === null || hours === undefined || hours.from === hours.to
          ? this.fault(field, 'notHours')
          : { ...hours };
      }
      case 'dutyHours': {
        const windows = typedDutyHours(raw, modes);
        if (windows === undefined) return this.fault(field, 'notDutyHours');
        if (overlapping(windows)) return this.fault(field, 'hoursOverlap');
        return windows.map((window) => ({ ...window, modes: [...window.modes] }));
      }
      case 'weekly': {
        const windows = readWeekly(raw);
        if (windows === undefined) return this.fault(field, 'notWeekly');
        if (weeklyOverlap(windows) !== undefined) return this.fault(field, 'weeklyOverlap');
        return windows.map((window) => ({ ...window, days: [...window.days] }));
      }
      case 'figure': {
        const value = /^\d+(?:\.\d+)?$/.test(plainFigures(raw)) ? Number(plainFigures(raw)) : NaN;
        const { min, max } = widget;
        const fits = value >= min && value <= max && (!widget.whole || Number.isInteger(value));
        return fits ? value : this.fault(field, 'notFigure', { min, max });
      }
      case 'site': {
        const site = sites.get(raw);
        return site === undefined || site.withdrawn !== undefined ? this.fault(field, 'siteUnknown') : raw;
      }
      case 'choice':
        return raw in choices[widget.of] ? raw : this.fault(field, 'missing');
      default:
        return raw.length > 40 ? this.fault(field, 'tooLong', { most: 40 }) : raw;
    }
  }

  get(name: string): Json | undefined {
    return this.#told.get(name);
  }

  text(name: string): string {
    const value = this.#told.get(name);
    return typeof value === 'string' ? value : '';
  }

  figure(name: string): number {
    const value = this.#told.get(name);
    return typeof value === 'number' ? value : NaN;
  }

  at(): { readonly lon: number; readonly lat: number } | undefined {
    return this.#told.get('place') as { readonly lon: number; readonly lat: number } | undefined;
  }
}
