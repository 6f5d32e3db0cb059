/** A night of the demo district for domain tests: its pack, registers and units, played through the real decisions. */
import { createHash } from 'node:crypto';
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { makeDemoRegisters } from '../../build/demo-district/registers.ts';
import type { DemoRegisters } from '../../build/demo-district/registers.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { District } from '../../shared/domain/district/state.ts';
import type { IncidentState, Source } from '../../shared/domain/incident/state.ts';
import type { Recommendation } from '../../shared/domain/assignment/state.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { recommend } from '../../shared/domain/rules/recommend.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import type { Point } from '../../shared/geo/point.ts';
import { streamId, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso, second } from '../../shared/lib/time.ts';
import type { GivenEvent, World } from './given.ts';
import { given, testActor } from './given.ts';

const plates = makeDemoPlates();
export const demoDistrict: District = {
  hash: createHash('sha256').update(JSON.stringify(plates)).digest('hex'),
  plates,
  index: indexPlates(plates),
};

/** Where the units stand unless a test moves them. */
const stands: readonly (readonly [unit: string, lon: number, lat: number])[] = [
  ['m1', 121.444, 31.188],
  ['m2', 121.431, 31.191],
  ['m3', 121.416, 31.167],
  ['m4', 121.4535, 31.168],
  ['z1-car', 121.437, 31.2],
  ['z1-foot', 121.446, 31.209],
  ['z2-car', 121.455, 31.18],
  ['z2-ride', 121.464, 31.178],
  ['z3-car', 121.421, 31.175],
  ['z4-car', 121.437, 31.134],
];
/** Made once for each night: drawing them takes longer than playing an incident. */
const registersOf = new Map<string, DemoRegisters>();
function registersAt(night: string): DemoRegisters {
  const made = registersOf.get(night) ?? makeDemoRegisters(night);
  registersOf.set(night, made);
  return made;
}

const fixedPosts = [
  'z4-station',
  'post-xujiahui',
  'post-longhua',
  'post-binjiang',
  'post-station-north',
  'post-longwu',
];

export interface Said {
  readonly text: string;
  /** `22:41`; times before noon are of the morning after. */
  readonly time: string;
  readonly source: Source;
  /** Where it was said to be, or where the caller is. */
  readonly position?: Point & { readonly of: 'place' | 'caller' };
  readonly wantsReply?: 'yes' | 'no' | 'anonymous';
  /** The source's own number; none unless given. */
  readonly externalId?: string;
  /** Handle of what the vault has of the caller; absent: nothing. */
  readonly personal?: Json;
}

export class DemoNight {
  readonly #night: string;
  readonly #events: GivenEvent[] = [];
  readonly #places = new Map<string, Point>();
  #now: number;
  #ids = 0;
  #world: World<HubReads> | undefined;

  /** `night`: civil date on which it begins. */
  constructor(night = '2026-11-21') {
    this.#night = night;
    this.#now = this.at('20:30');
    const asOf = this.#now;
    const registers = registersAt(night);
    const provenance = registers.provenance(asOf);
    const { name, schematic, utcOffset, city, grids, roads } = plates;
    const pack = { name, schematic, utcOffset, city, plates: demoDistrict.hash, pack: null };
    this.#add('pack/district', 'PackActivated', { ...pack, grids: grids.length, roads: roads.length });
    for (const [kind, event, entries] of [
      ['zone', 'ZoneRecorded', registers.zones],
      ['squad', 'SquadRecorded', registers.squads],
      ['site', 'SiteRecorded', registers.sites],
      ['nightPermit', 'NightPermitRecorded', registers.nightPermits],
      ['repairNotice', 'RepairNoticeRecorded', registers.repairNotices],
      ['quietPeriod', 'QuietPeriodRecorded', registers.quietPeriods],
      ['stallPlace', 'StallPlaceRecorded', registers.stallPlaces],
      ['unit', 'UnitRecorded', registers.units],
      ['roster', 'RosterRecorded', registers.rosters],
    ] as const)
      for (const { id, record } of entries) this.#add(streamId(kind, id), event, { record, provenance });
    const mode = { mode: 'night', cause: 'calendar', reason: '', reportNight: night };
    this.#add('dutyMode/bureau', 'DutyModeSwitched', mode);
    for (const { id } of registers.units)
      this.status(id, fixedPosts.includes(id) ? 'onFixedPost' : 'available', '20:30');
    for (const [unit, lon, lat] of stands) this.#places.set(unit, { lon, lat });
  }

  /** The instant of a time of this night; before noon it is the morning after. */
  at(time: string): number {
    const midnight = must(parseIso(`${this.#night}T${time}:00+08:00`), time);
    return Number(time.slice(0, 2)) < 12 ? midnight + 24 * 60 * 60 * second : midnight;
  }

  #add(stream: GivenEvent['stream'], type: string, data: object): void {
    this.#events.push({ stream, type, data: data as Json, at: this.#now, occurredAt: this.#now });
    this.#world = undefined;
  }

  world(): World<HubReads> {
    this.#world ??= given(this.#events, {
      district: (hash) => (hash === demoDistrict.hash ? demoDistrict : undefined),
      // A fix of half a minute ago.
      position: (unit) => {
        const place = this.#places.get(unit);
        return place === undefined ? undefined : { ...place, at: this.#now - 30 * second };
      },
    });
    return this.#world;
  }

  /** Where a unit is from now on. */
  place(unit: string, lon: number, lat: number): void {
    this.#places.set(unit, { lon, lat });
  }

  status(unit: string, status: 'available' | 'onFixedPost' | 'resting' | 'offDuty', time: string): void {
    this.#now = this.at(time);
    this.#add(streamId('unit', unit), 'UnitStatusChanged', { status, reportedByDesk: false });
  }

  newId(): string {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  /** Gives a command, which must be taken; `happened`: when it was so, where it is said late. */
  give(type: string, data: Json, time: string, happened = time, by = testActor): void {
    this.#now = this.at(time);
    const occurredAt = this.at(happened);
    const { decision } = this.world().when({ type, data, now: this.#now, occurredAt, by });
    if ('refusal' in decision) throw new Error(`${type}: ${decision.refusal.code} ${JSON.stringify(decision.refusal)}`);
    const cause = this.newId();
    const { stream: _, ...at } = { stream: '', at: this.#now, occurredAt, cause, by };
    for (const event of decision.events) this.#events.push({ ...event, ...at });
    this.#world = undefined;
  }

  /** As the hub gives it. */
  system(type: string, data: Json, time: string): void {
    this.give(type, data, time, time, systemActor);
  }

  /** Text in, incident out: as the door does it. */
  receive({
    text,
    time,
    source,
    position,
    wantsReply = 'yes',
    externalId = null,
    personal,
  }: Omit<Said, 'externalId'> & { readonly externalId?: string | null }): string {
    const id = this.newId();
    const understanding = understand(text, plates);
    const said = { id, source, externalId, actAt: null, position: position ?? null, understanding };
    const report = { ...said, wantsReply, personal };
    this.give('ReceiveIncident', JSON.parse(JSON.stringify(report)) as Json, time);
    return id;
  }

  /** Sends a unit; returns the assignment's id. */
  send(incident: string, unit: string, time: string, queue = false): string {
    const id = this.newId();
    this.give('AssignUnit', { id, incident, unit, queue }, time);
    return id;
  }

  incident(id: string): IncidentState {
    return must(this.world().reads.incident(id), 'incident');
  }

  recommend(id: string): Recommendation {
    return recommend(this.incident(id), this.world().reads, this.#now);
  }
}
