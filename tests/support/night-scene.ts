/** A night in the demo district for tests of assignments: a pack in force, a site, units on duty, and complaints. */
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { exampleCrossings, siteA } from '../../build/demo-district/roads.ts';
import type { District } from '../../shared/domain/district/state.ts';
import type { IncidentState, Placing, SourceMatch } from '../../shared/domain/incident/state.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { commands } from '../../shared/domain/catalog.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { Surroundings } from '../../shared/domain/reads.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { Point } from '../../shared/geo/point.ts';
import { destination } from '../../shared/geo/point.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import type { Decision } from '../../shared/lib/journal.ts';
import type { GivenCommand, GivenEvent, Outcome, World } from './given.ts';
import { given, testActor, testNow } from './given.ts';

const plates = makeDemoPlates();
export const sceneDistrict: District = { hash: 'd'.repeat(64), plates, index: indexPlates(plates) };
export const scenePolicy = plates.policy;

const [lon, lat] = exampleCrossings.A.at;
/** Where the complaints say it is; the site's fence is `siteRadius` metres around `sitePoint`. */
export const crossing = { lon, lat };
export const sitePoint = { ...siteA };
export const siteRadius = 40;

/** The n-th incident and assignment of a scene. */
export const incidentId = (n: number): string => `019aa000-0000-7000-8000-00000000010${n}`;
export const assignmentId = (n: number): string => `019aa000-0000-7000-8000-00000000020${n}`;

const provenance = { source: '值班表', asOf: testNow - hour, how: 'import' } as const;

function unit(id: string, name: string, more: object): GivenEvent[] {
  const shift = { from: testNow - 4 * hour, to: testNow + 8 * hour };
  const record = {
    ...{ name, kind: 'group', squad: 'mobile', certified: 2, auxiliary: 2, devices: [], reserve: false, shift },
    ...more,
  };
  const stream = `unit/${id}` as const;
  return [
    { stream, type: 'UnitRecorded', data: { record, provenance } },
    { stream, type: 'UnitStatusChanged', data: { status: 'available', reportedByDesk: false } },
  ];
}

const squad = (id: string, record: { readonly [member: string]: Json }): GivenEvent => ({
  ...{ stream: `squad/${id}`, type: 'SquadRecorded', data: { record, provenance } },
});

export const unitStatus = (id: string, status: string): GivenEvent => ({
  ...{ stream: `unit/${id}`, type: 'UnitStatusChanged', data: { status, reportedByDesk: false } },
});

/** Pack, squads, zone, site and the units m1, m2 (mobile groups) and v1 (vehicle of the zone, one certificate). */
export const duty: readonly GivenEvent[] = [
  {
    ...{ stream: 'pack/district', type: 'PackActivated' },
    data: {
      ...{ name: plates.name, schematic: true, utcOffset: plates.utcOffset, city: plates.city },
      ...{ plates: sceneDistrict.hash, grids: plates.grids.length, roads: plates.roads.length, pack: null },
    },
  },
  squad('mobile', { name: '机动中队', kind: 'mobile', grids: [] }),
  squad('xietu', { name: '斜土中队', kind: 'street', grids: [], zone: 'z2' }),
  {
    ...{ stream: 'zone/z2', type: 'ZoneRecorded' },
    data: { record: { name: '二区', order: 2, squads: ['xietu'], neighbours: [] }, provenance },
  },
  {
    ...{ stream: 'site/a', type: 'SiteRecorded' },
    data: {
      record: {
        ...{ name: '示例工地A', kind: 'building', address: '斜土路', at: sitePoint, radius: siteRadius },
        ...{ roads: ['斜土路'], registered: true },
      },
      provenance,
    },
  },
  ...unit('m1', '机动一组', {}),
  ...unit('m2', '机动二组', {}),
  ...unit('v1', '二区 1 车', { kind: 'vehicle', squad: 'xietu', zone: 'z2', certified: 1 }),
];

export const placing: Placing = {
  ...{ precision: 'crossing', at: crossing, roads: ['斜土路', '小木桥路'], name: '斜土路×小木桥路' },
  ...{ grids: null, street: null, squad: 'xietu', zone: 'z2', outside: null, direction: null },
  ...{ certain: true, by: 'hub' },
};
export const match: SourceMatch = { status: 'certain', site: 'a', candidates: [] };

interface Complaint {
  readonly n?: number;
  readonly placing?: Partial<Placing>;
  readonly match?: Partial<SourceMatch>;
}

/** Came in five minutes before `testNow`. */
export function complaint({ n = 1, ...more }: Complaint = {}): GivenEvent {
  const at = testNow - 5 * minute;
  const assessment: IncidentState['assessments'][number] = {
    ...{ kind: 'unknown', actAt: at, judgedAt: at, occasion: 'report', legalNight: false, site: null, siteName: null },
    ...{ permit: null, notice: null, quietPeriod: null, legalBases: [], registers: [], reasons: [] },
    ...{ authority: null, handling: null },
  };
  return {
    ...{ stream: `incident/${incidentId(n)}`, type: 'IncidentReceived', at },
    data: {
      ...{ number: `1121-00${n}`, night: '2026-11-21', running: n, source: '12345', externalId: null, receivedAt: at },
      ...{ actAt: at, matter: 'constructionNoise', also: [], matterReasons: [], headline: '施工噪声', personal: null },
      ...{ confidential: false, wantsReply: 'no', assessment, similar: [], marks: [], plates: sceneDistrict.hash },
      placing: { ...placing, ...more.placing },
      match: { ...match, ...more.match },
      due: {
        ...{ acknowledge: at + 5 * minute, dispatch: at + 10 * minute },
        ...{ firstContact: at + 24 * hour, reply: at + 120 * hour },
      },
    },
  };
}

/** Metres from the site's fence (negative: inside), away from the crossing. */
export const fromFence = (metres: number): Point => destination(sitePoint, siteRadius + metres, 0);

export const positionAt = (point: Point, more: Partial<UnitPosition> = {}): UnitPosition => ({
  ...point,
  ...{ at: testNow, accuracy: 8 },
  ...more,
});

/** The demo plates, and where the units are. */
export const around = (positions: { readonly [unit: string]: UnitPosition } = {}): Partial<Surroundings> => ({
  district: (hash) => (hash === sceneDistrict.hash ? sceneDistrict : undefined),
  position: (id) => positions[id],
});

type Played = GivenCommand;

/** As at the desk: when it happened is the hub's word, else the command's own, else now. */
const saidAt = ({ type, data, now = testNow, occurredAt }: Played): number =>
  occurredAt ?? commands.get(type)?.occurredAt?.(data) ?? now;

/** A night played on: what a command brings is there for the next one. */
export class Night {
  readonly #positions: { readonly [unit: string]: UnitPosition };
  #events: readonly GivenEvent[];
  #count = 0;

  constructor(events: readonly GivenEvent[], positions: { readonly [unit: string]: UnitPosition } = {}) {
    this.#events = events;
    this.#positions = positions;
  }

  get world(): World<HubReads> {
    return given(this.#events, around(this.#positions));
  }

  get reads(): HubReads {
    return this.world.reads;
  }

  /** What the command would bring. */
  when(command: Played): Outcome {
    return this.world.when({ ...command, occurredAt: saidAt(command) });
  }

  /** Gives the command; a refusal leaves everything as it was. */
  give(command: Played): Decision {
    const { now = testNow, by = testActor } = command;
    const { decision } = this.when(command);
    if ('refusal' in decision) return decision;
    this.#count += 1;
    const cause = `019aa000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
    const occurredAt = saidAt(command);
    const made = decision.events.map((event) => ({ ...event, at: now, occurredAt, by, cause }));
    this.#events = [...this.#events, ...made];
    return decision;
  }
}

export const assign = (n = 1, more: object = {}): Played => ({
  type: 'AssignUnit',
  data: { id: assignmentId(n), incident: incidentId(1), unit: 'm1', queue: false, ...more },
});

/** A command about the n-th assignment. */
export const about = (type: string, more: object = {}, n = 1): Played => ({
  ...{ type, data: { assignment: assignmentId(n), ...more } },
});
