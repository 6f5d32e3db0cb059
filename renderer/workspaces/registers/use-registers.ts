/** The registers as this page reads them: entries by kind, what the forms are checked against, and what waits for the hub. */
import { useMemo } from 'react';
import type { TFunction } from '../../hall/types.ts';
import { useTranslation } from 'react-i18next';
import type { Point } from '../../../shared/geo/point.ts';
import { contains } from '../../../shared/geo/polygon.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import type { Hall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useTongue } from '../../hall/tongue.ts';
import type { RecognitionWorld } from '../../hall/recognise.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { tonight } from '../../hall/told-time.ts';
import { codeText, codesOf } from '../../i18n/say.ts';
import { useOfHubTime, useOutbox } from '../../seat-client/hooks.ts';
import type { OutboxEntry } from '../../../shared/wire/seat-api.ts';
import type { AnyEntry, DraftWorld } from './draft.ts';
import type { Row, RowWorld } from './rows.ts';
import { coversAny, rowOf } from './rows.ts';

const heldIn: { readonly [K in RegisterKind]: keyof Hall } = {
  ...{ site: 'sites', nightPermit: 'nightPermits', repairNotice: 'repairNotices', quietPeriod: 'quietPeriods' },
  ...{ post: 'posts', fence: 'fences', stallPlace: 'stallPlaces', videoPoint: 'videoPoints', contact: 'contacts' },
};

export const commandOf = {
  site: { record: 'RecordSite', withdraw: 'WithdrawSite' },
  nightPermit: { record: 'RecordNightPermit', withdraw: 'WithdrawNightPermit' },
  repairNotice: { record: 'RecordRepairNotice', withdraw: 'WithdrawRepairNotice' },
  quietPeriod: { record: 'RecordQuietPeriod', withdraw: 'WithdrawQuietPeriod' },
  post: { record: 'RecordPost', withdraw: 'WithdrawPost' },
  fence: { record: 'RecordFence', withdraw: 'WithdrawFence' },
  stallPlace: { record: 'RecordStallPlace', withdraw: 'WithdrawStallPlace' },
  videoPoint: { record: 'RecordVideoPoint', withdraw: 'WithdrawVideoPoint' },
  contact: { record: 'RecordContact', withdraw: 'WithdrawContact' },
} as const;

export type ById = ReadonlyMap<string, { readonly version: number; readonly state: AnyEntry }>;

export const entriesIn = (hall: Hall, kind: RegisterKind): ById => hall[heldIn[kind]] as unknown as ById;

function modesIn(t: TFunction): { readonly [mode: string]: string } {
  return Object.fromEntries(codesOf('dutyMode').map((mode) => [mode, codeText(t, 'dutyMode', mode)]));
}

/** Where the pack says nothing yet. */
const usualNight = { from: 22 * 60, to: 6 * 60 };

export interface World extends DraftWorld, RecognitionWorld {
  readonly isOutside: (at: Point) => boolean;
  /** Name of the street a place lies in; empty: outside. */
  readonly streetAt: (at: Point) => string;
  readonly maxAgeHours: number | undefined;
}

/** On the minute: the page is not made anew with every beat of the clock. */
export function useWorld(): World {
  const { t } = useTranslation();
  const hall = useHall();
  const offset = useOffset();
  const now = useOfHubTime((at) => Math.floor(at / minute) * minute);
  const tongue = useTongue();
  const { plates, sites: all } = hall;
  const sites = useMemo(
    () =>
      Array.from(all.values(), ({ state }) => state)
        .filter(({ withdrawn }) => withdrawn === undefined)
        .map(({ id, name }) => ({ id, name })),
    [all],
  );
  return useMemo(() => {
    const streets = (plates?.grids ?? []).filter(({ level }) => level === 'responsibility');
    const streetAt = (at: Point): string => streets.find(({ shape }) => contains(shape, at))?.name ?? '';
    return {
      ...{ now, offset, modes: modesIn(t), tongue, sites, streetAt },
      night: plates?.calendars.legalNight.at(-1)?.window ?? usualNight,
      // Schools and hospitals too: what is quiet around an examination is quiet around one of them.
      places: [
        ...(plates?.places ?? []).filter(({ outside }) => outside === undefined),
        ...(plates?.sensitivePlaces ?? []).map(({ name, at }) => ({ name, at, roads: [] })),
      ],
      isOutside: (at) => streets.length > 0 && streetAt(at) === '',
      maxAgeHours: plates?.policy.registerMaxAgeHours,
    };
  }, [t, tongue, now, offset, sites, plates]);
}

export interface Waiting {
  readonly entry: OutboxEntry;
  readonly id: string;
  readonly state: 'pending' | 'refused';
}

interface Given {
  readonly id?: unknown;
  readonly record?: unknown;
  readonly provenance?: unknown;
}

/** What was entered here about this register and is not at the hub, or was refused by it. */
export function useWaiting(kind: RegisterKind): readonly Waiting[] {
  const outbox = useOutbox();
  return useMemo(() => {
    const { record, withdraw } = commandOf[kind];
    return outbox.flatMap((entry): Waiting[] => {
      if (entry.type !== record && entry.type !== withdraw) return [];
      const { id } = entry.data as Given;
      if (typeof id !== 'string') return [];
      const refused = entry.state === 'refused' || entry.state === 'heldBack';
      return entry.state === 'acknowledged' ? [] : [{ entry, id, state: refused ? 'refused' : 'pending' }];
    });
  }, [outbox, kind]);
}

/** What an entry in the outbox would make; undefined where it withdraws. */
function promised({ entry: { data }, id }: Waiting): AnyEntry | undefined {
  const { record, provenance } = data as Given;
  if (typeof record !== 'object' || record === null) return undefined;
  return { ...record, id, provenance } as unknown as AnyEntry;
}

/** Lines of the list: what the register holds, under it what waits, and what the pack has beside it. */
export function useRows(kind: RegisterKind, world: World): readonly (Row & { readonly waiting?: Waiting['state'] })[] {
  const { t } = useTranslation();
  const hall = useHall();
  const waiting = useWaiting(kind);
  const { sites, nightPermits, contacts, plates, dutyMode } = hall;
  const held = entriesIn(hall, kind);
  const mode = dutyMode?.mode;
  return useMemo(() => {
    const { now, offset, night, maxAgeHours, modes, tongue } = world;
    const tonightIs = tonight(now, offset, night);
    const permitted = new Set(
      Array.from(nightPermits.values(), ({ state }) => state)
        .filter(({ withdrawn, permits }) => withdrawn === undefined && permits === 'nightWork')
        .filter((permit) => coversAny(permit, tonightIs, offset))
        .map(({ site }) => site),
    );
    const names = new Map((plates?.grids ?? []).map(({ code, name }) => [code, name]));
    const rowWorld: RowWorld = {
      ...{ now, offset, t, tonight: tonightIs, maxAgeHours, mode, modes, tongue, sites, permitted },
      gridName: (code) => names.get(code) ?? code,
    };
    const last = new Map(waiting.map((one) => [one.id, one]));
    const rows: (Row & { waiting?: Waiting['state'] })[] = [];
    for (const [id, { state }] of held) {
      const one = last.get(id);
      const entry = (one?.state === 'pending' ? promised(one) : undefined) ?? state;
      const row = rowOf(kind, entry, rowWorld);
      // What waits stands before all else: it was entered here just now.
      rows.push(one === undefined ? row : { ...row, order: ` ${row.order}`, waiting: one.state });
    }
    for (const [id, one] of last) {
      const entry = held.has(id) ? undefined : promised(one);
      if (entry === undefined) continue;
      const row = rowOf(kind, entry, rowWorld);
      rows.push({ ...row, order: ` ${row.order}`, waiting: one.state });
    }
    if (kind === 'contact') {
      for (const one of plates?.contacts ?? []) {
        const provenance = { source: '', asOf: hall.pack?.activatedAt ?? now, how: 'pack' as const };
        if (!contacts.has(one.id)) rows.push(rowOf(kind, { ...one, kind: 'other', provenance }, rowWorld, 'pack'));
      }
      for (const { state } of sites.values()) {
        const { id, name, nightContact: contact, provenance, withdrawn } = state;
        if (contact === undefined || withdrawn !== undefined) continue;
        const { phone, checkedOn } = contact;
        const asContact = {
          name: `${name} · ${contact.label}`,
          phone,
          checkedOn,
          kind: 'builder' as const,
          authority: '',
          hours: '',
        };
        rows.push(rowOf(kind, { ...asContact, id: `site:${id}`, provenance }, rowWorld, 'site'));
      }
    }
    return rows;
  }, [kind, world, held, waiting, nightPermits, sites, contacts, plates, mode, t, hall.pack]);
}
