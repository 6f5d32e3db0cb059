import type { Decision, EventDraft, Refusal } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { CommandRule, DecideContext, RecordEntry, RegisterEntry } from '../kernel.ts';
import { inFuture } from '../kernel.ts';
import { faultOfReplies } from '../rules/replies.ts';
import type { FenceReads } from '../fence/state.ts';
import type { PostReads, PostState } from '../post/state.ts';
import { rostersListed } from '../rules/roster-listed.ts';
import type { RosterReads } from '../roster/state.ts';
import type { SiteReads, SiteState } from '../site/state.ts';
import type { SquadReads, SquadState } from '../squad/state.ts';
import type { UnitReads, UnitState } from '../unit/state.ts';
import { thisShift } from '../unit/state.ts';
import type { VideoPointReads, VideoPointState } from '../video-point/state.ts';
import type { ZoneReads, ZoneState } from '../zone/state.ts';
import { activatePackSchema, importPackSchema } from './commands.ts';
import type { ActivatePack, ImportPack, PackRegisters, RegisterName } from './commands.ts';
import type { District, DistrictReads } from './state.ts';
import { packStream } from './state.ts';

function activated({ hash, plates }: District, pack: string | null): EventDraft {
  const { name, schematic, utcOffset, city, grids, roads } = plates;
  const counts = { grids: grids.length, roads: roads.length };
  const data = { name, schematic, utcOffset, city, plates: hash, ...counts, pack };
  return { stream: packStream, type: 'PackActivated', data };
}

/** Refusal for wordings of replies that name no fact, or promise or accuse. */
function badReplies({ plates }: District): Decision | undefined {
  const fault = faultOfReplies(plates.policy);
  if (fault === undefined) return undefined;
  const { field, why, value } = fault;
  return refuse('ReplyTemplateBad', { field: `plates.policy.${field}`, why, value });
}

/**
 * Refuses `PlatesUnknown` for plates that are not at hand, `ReplyTemplateBad` for their wordings of replies; brings nothing where
 * they are in force.
 */
export const activatePack: CommandRule<ActivatePack, DistrictReads> = {
  type: 'ActivatePack',
  schema: activatePackSchema,
  nature: 'order',
  conflictsWith: ['PackActivated'],
  decide({ plates }, reads) {
    const district = reads.platesAt(plates);
    if (district === undefined) return refuse('PlatesUnknown', { field: 'plates' });
    if (reads.pack()?.plates === plates) return { events: [] };
    return badReplies(district) ?? { events: [activated(district, null)] };
  },
};

type Row<N extends RegisterName> = NonNullable<PackRegisters[N]>[number];

/** None where the pack is from before there was such a register. */
const rowsOf = (registers: PackRegisters, name: RegisterName): readonly Row<RegisterName>[] => registers[name] ?? [];

/** How one register's entries are looked up and recorded: the command that enters them by hand. */
export interface RegisterOf<R, N> {
  readonly held: (reads: N, id: string) => RegisterEntry | undefined;
  readonly record: Pick<CommandRule<RecordEntry<R>, N>, 'decide'>;
}

export type PackReads = DistrictReads &
  SquadReads &
  ZoneReads &
  SiteReads &
  Pick<UnitReads, 'unit'> &
  VideoPointReads &
  PostReads &
  FenceReads &
  Pick<RosterReads, 'roster' | 'rostersAfter'>;

export type RegistersOf<N> = { readonly [R in RegisterName]: RegisterOf<Row<R>['record'], N> };

/** Every name that a row gives must be somebody's: of the pack, or of the registers as they are. */
interface Named {
  readonly grid: (code: string) => boolean;
  readonly squad: (id: string) => boolean;
  readonly zone: (id: string) => boolean;
  readonly site: (id: string) => boolean;
  readonly unit: (id: string) => boolean;
  readonly videoPoint: (id: string) => boolean;
  readonly post: (id: string) => boolean;
}

interface Dangling {
  /** Path within the record. */
  readonly field: string;
  readonly value: string;
}

function firstOf(values: readonly string[], field: string, knows: (value: string) => boolean): Dangling | undefined {
  const at = values.findIndex((value) => !knows(value));
  const value = values[at];
  return value === undefined ? undefined : { field: `${field}.${at}`, value };
}

const one = (value: string | undefined, field: string, knows: (value: string) => boolean): Dangling | undefined =>
  value === undefined || knows(value) ? undefined : { field, value };

const references: { readonly [R in RegisterName]: (record: Row<R>['record'], named: Named) => Dangling | undefined } = {
  squads: ({ grids, zone }, named) => firstOf(grids, 'grids', named.grid) ?? one(zone, 'zone', named.zone),
  zones: ({ squads, neighbours }, named) =>
    firstOf(squads, 'squads', named.squad) ?? firstOf(neighbours, 'neighbours', named.zone),
  sites: () => undefined,
  nightPermits: ({ site }, named) => one(site, 'site', named.site),
  repairNotices: () => undefined,
  quietPeriods: ({ grids }, named) => firstOf(grids, 'grids', named.grid),
  units: ({ squad, zone }, named) => one(squad, 'squad', named.squad) ?? one(zone, 'zone', named.zone),
  videoPoints: () => undefined,
  posts: ({ squad, zone, where }, named) =>
    one(squad, 'squad', named.squad) ??
    one(zone, 'zone', named.zone) ??
    (where.kind === 'camera' ? firstOf(where.videoPoints, 'where.videoPoints', named.videoPoint) : undefined),
  fences: ({ appliesTo: { units, squads, zones } }, named) =>
    firstOf(units, 'appliesTo.units', named.unit) ??
    firstOf(squads, 'appliesTo.squads', named.squad) ??
    firstOf(zones, 'appliesTo.zones', named.zone),
  stallPlaces: ({ squad }, named) => one(squad, 'squad', named.squad),
  rosters: ({ squad, zone, unit, post }, named) =>
    one(squad, 'squad', named.squad) ??
    one(zone, 'zone', named.zone) ??
    one(unit, 'unit', named.unit) ??
    one(post, 'post', named.post),
};

function namesIn(registers: PackRegisters, { plates }: District, reads: PackReads): Named {
  const grids = new Set(plates.grids.map(({ code }) => code));
  const ids = (rows: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(rows.map(({ id }) => id));
  const [squads, zones, sites] = [ids(registers.squads), ids(registers.zones), ids(registers.sites)];
  const [units, videoPoints] = [ids(registers.units), ids(registers.videoPoints)];
  const posts = ids(registers.posts ?? []);
  const stands = (held: RegisterEntry | undefined): boolean => held !== undefined && held.withdrawn === undefined;
  return {
    grid: (code) => grids.has(code),
    squad: (id) => squads.has(id) || reads.squad(id) !== undefined,
    zone: (id) => zones.has(id) || reads.zone(id) !== undefined,
    site: (id) => sites.has(id) || stands(reads.site(id)),
    unit: (id) => units.has(id) || reads.unit(id) !== undefined,
    videoPoint: (id) => videoPoints.has(id) || stands(reads.videoPoint(id)),
    post: (id) => posts.has(id) || stands(reads.post(id)),
  };
}

/** A refusal of a row, naming the register, its place in it, its id and the field. */
function refusedRow(register: RegisterName, at: number, id: string, { code, params }: Refusal): Decision {
  const { field } = params;
  const path = [`registers.${register}.${at}`, ...(typeof field === 'string' ? [field] : [])].join('.');
  return refuse(code, { ...params, register, id, field: path });
}

/** A code that two rows of the pack have: neither stands in the register yet, so the command would not see it. */
function channelTwice({ videoPoints }: PackRegisters): Decision | undefined {
  const seen = new Map<string, string>();
  for (const [at, { id, record }] of videoPoints.entries()) {
    const { channel } = record;
    if (channel === undefined) continue;
    const other = seen.get(channel);
    const params = { field: 'record.channel', channel, other: other ?? '' };
    if (other !== undefined) return refusedRow('videoPoints', at, id, { code: 'GbCodeTaken', params });
    seen.set(channel, id);
  }
  return undefined;
}

function checkNames(registers: PackRegisters, named: Named): Decision | undefined {
  for (const register of Object.keys(references) as RegisterName[]) {
    const dangles = references[register] as (record: Row<RegisterName>['record'], named: Named) => Dangling | undefined;
    const seen = new Set<string>();
    for (const [at, { id, record }] of rowsOf(registers, register).entries()) {
      if (seen.has(id)) return refusedRow(register, at, id, { code: 'RegisterIdTwice', params: { field: 'id' } });
      seen.add(id);
      const missing = dangles(record, named);
      if (missing === undefined) continue;
      const params = { field: `record.${missing.field}`, value: missing.value };
      return refusedRow(register, at, id, { code: 'ReferenceUnknown', params });
    }
  }
  return undefined;
}

/** Of recording: permits name sites; posts and fences name squads, zones, units and video points; rosters name posts. */
const order: readonly RegisterName[] = [
  ...(['zones', 'squads', 'sites', 'nightPermits', 'repairNotices', 'quietPeriods', 'units', 'videoPoints'] as const),
  ...(['posts', 'fences', 'stallPlaces', 'rosters'] as const),
];
const needTheOthers: ReadonlySet<RegisterName> = new Set(['nightPermits', 'posts', 'fences', 'stallPlaces']);

/** Whether the hub has a newer word than the pack: a list of yesterday must not undo the call of tonight. */
function isNewer(held: RegisterEntry | undefined, { asOf }: RegisterEntry['provenance']): boolean {
  return held !== undefined && held.provenance.asOf > asOf;
}

/** The registers with the pack's own rows in them, and its plates in force. */
function together<N extends PackReads>(
  reads: N,
  registers: PackRegisters,
  district: District,
  provenance: RegisterEntry['provenance'],
): { readonly theirs: N; readonly forRosters: N } {
  const made = <R extends object, S extends RegisterEntry>(
    rows: readonly { readonly id: string; readonly record: R }[],
    held: (id: string) => S | undefined,
    stateOf: (entry: R & RegisterEntry) => S,
  ): ((id: string) => S | undefined) => {
    const own = new Map(
      rows
        .filter(({ id }) => !isNewer(held(id), provenance))
        .map(({ id, record }) => [id, stateOf({ ...record, id, provenance })] as const),
    );
    return (id) => own.get(id) ?? held(id);
  };
  const unused = { status: 'offDuty', statusSince: provenance.asOf, jobs: [], ...thisShift } as const;
  const theirs: N = {
    ...reads,
    district: () => district,
    squad: made<Row<'squads'>['record'], SquadState>(registers.squads, reads.squad, (entry) => ({
      ...entry,
      helps: [],
    })),
    zone: made<Row<'zones'>['record'], ZoneState>(registers.zones, reads.zone, (entry) => entry),
    site: made<Row<'sites'>['record'], SiteState>(registers.sites, reads.site, (entry) => entry),
    unit: made<Row<'units'>['record'], UnitState>(registers.units, reads.unit, (entry) => ({ ...entry, ...unused })),
    videoPoint: made<Row<'videoPoints'>['record'], VideoPointState>(
      registers.videoPoints,
      reads.videoPoint,
      (entry) => entry,
    ),
  };
  return {
    theirs,
    // A post is judged by what stands in the register, a roster also by the posts and groups that come with it.
    forRosters: {
      ...theirs,
      post: made<Row<'posts'>['record'], PostState>(registers.posts ?? [], reads.post, (entry) => entry),
      ...rostersListed(
        reads,
        (registers.rosters ?? []).filter(({ id }) => !isNewer(reads.roster(id), provenance)),
        provenance,
      ),
    },
  };
}

/**
 * Takes in a whole pack or nothing: the events of each row that changed, and `PackActivated`. Rows of which the hub
 * has a newer word stay as they are. Refuses `PlatesUnknown`, `ReplyTemplateBad`, `TimeInFuture`, `RegisterIdTwice`, `ReferenceUnknown` and
 * what the registers refuse, with register, id and field of the row.
 */
export function importPack<N extends PackReads>(of: RegistersOf<N>): CommandRule<ImportPack, N> {
  return {
    type: 'ImportPack',
    schema: importPackSchema,
    nature: 'order',
    conflictsWith: [],
    decide({ plates, pack, registers, provenance: given }, reads, context) {
      const district = reads.platesAt(plates);
      if (district === undefined) return refuse('PlatesUnknown', { field: 'plates' });
      const refusal =
        badReplies(district) ??
        inFuture(given.asOf, 'provenance.asOf', context) ??
        checkNames(registers, namesIn(registers, district, reads)) ??
        channelTwice(registers);
      if (refusal !== undefined) return refusal;
      const provenance = { ...given, how: 'pack' } as const;
      const events = recorded(of, { registers, district, provenance }, reads, context);
      if ('refusal' in events) return events;
      const held = reads.pack();
      const isNew = held?.plates !== plates || held.pack !== pack;
      return { events: isNew ? [...events.events, activated(district, pack)] : events.events };
    },
  };
}

function recorded<N extends PackReads>(
  of: RegistersOf<N>,
  from: {
    readonly registers: PackRegisters;
    readonly district: District;
    readonly provenance: RegisterEntry['provenance'];
  },
  reads: N,
  context: DecideContext,
): Decision {
  const events: EventDraft[] = [];
  const { registers, district, provenance } = from;
  const { theirs, forRosters } = together(reads, registers, district, provenance);
  // Codes may change places: of a point that the pack speaks of, only its new one counts.
  const spokenOf = new Set(registers.videoPoints.map(({ id }) => id));
  const apart: N = {
    ...reads,
    videoPointByChannel: (channel) => {
      const point = reads.videoPointByChannel(channel);
      return point === undefined || (spokenOf.has(point.id) && !isNewer(point, provenance)) ? undefined : point;
    },
  };
  const seenBy = (register: RegisterName): N => {
    if (register === 'rosters') return forRosters;
    return needTheOthers.has(register) ? theirs : register === 'videoPoints' ? apart : reads;
  };
  for (const register of order) {
    // A site itself is judged by what stands in the register, a permit also by the sites that come with it.
    const seen = seenBy(register);
    const { held, record: command } = of[register] as RegisterOf<{ readonly [member: string]: Json }, N>;
    for (const [at, { id, record }] of rowsOf(registers, register).entries()) {
      if (isNewer(held(reads, id), provenance)) continue;
      const decision = command.decide({ id, record: record as never, provenance }, seen, context);
      if ('refusal' in decision) return refusedRow(register, at, id, decision.refusal);
      events.push(...decision.events);
    }
  }
  return { events };
}
