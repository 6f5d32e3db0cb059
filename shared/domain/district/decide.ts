import type { Decision, EventDraft, Refusal } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import type { CommandRule, DecideContext, RecordEntry, RegisterEntry } from '../kernel.ts';
import { inFuture } from '../kernel.ts';
import type { SiteReads, SiteState } from '../site/state.ts';
import type { SquadReads } from '../squad/state.ts';
import type { ZoneReads } from '../zone/state.ts';
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

/** Refuses `PlatesUnknown` for plates that are not at hand; brings nothing where they are in force. */
export const activatePack: CommandRule<ActivatePack, DistrictReads> = {
  type: 'ActivatePack',
  schema: activatePackSchema,
  nature: 'order',
  conflictsWith: ['PackActivated'],
  decide({ plates }, reads) {
    const district = reads.platesAt(plates);
    if (district === undefined) return refuse('PlatesUnknown', { field: 'plates' });
    return { events: reads.pack()?.plates === plates ? [] : [activated(district, null)] };
  },
};

type Row<N extends RegisterName> = PackRegisters[N][number];

/** How one register's entries are looked up and recorded: the command that enters them by hand. */
export interface RegisterOf<R, N> {
  readonly held: (reads: N, id: string) => RegisterEntry | undefined;
  readonly record: Pick<CommandRule<RecordEntry<R>, N>, 'decide'>;
}

export type PackReads = DistrictReads & SquadReads & ZoneReads & SiteReads;

/** In the order of recording: permits name sites. */
export type RegistersOf<N> = { readonly [R in RegisterName]: RegisterOf<Row<R>['record'], N> };

/** Every name that a row gives must be somebody's: of the pack, or of the registers as they are. */
interface Named {
  readonly grid: (code: string) => boolean;
  readonly squad: (id: string) => boolean;
  readonly zone: (id: string) => boolean;
  readonly site: (id: string) => boolean;
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
};

function namesIn(registers: PackRegisters, { plates }: District, reads: PackReads): Named {
  const grids = new Set(plates.grids.map(({ code }) => code));
  const ids = (rows: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(rows.map(({ id }) => id));
  const [squads, zones, sites] = [ids(registers.squads), ids(registers.zones), ids(registers.sites)];
  return {
    grid: (code) => grids.has(code),
    squad: (id) => squads.has(id) || reads.squad(id) !== undefined,
    zone: (id) => zones.has(id) || reads.zone(id) !== undefined,
    site: (id) => {
      const held = reads.site(id);
      return sites.has(id) || (held !== undefined && held.withdrawn === undefined);
    },
  };
}

/** A refusal of a row, naming the register, its place in it, its id and the field. */
function refusedRow(register: RegisterName, at: number, id: string, { code, params }: Refusal): Decision {
  const { field } = params;
  const path = [`registers.${register}.${at}`, ...(typeof field === 'string' ? [field] : [])].join('.');
  return refuse(code, { ...params, register, id, field: path });
}

function checkNames(registers: PackRegisters, named: Named): Decision | undefined {
  for (const register of Object.keys(references) as RegisterName[]) {
    const dangles = references[register] as (record: Row<RegisterName>['record'], named: Named) => Dangling | undefined;
    const seen = new Set<string>();
    for (const [at, { id, record }] of registers[register].entries()) {
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

const order: readonly RegisterName[] = [
  ...(['zones', 'squads', 'sites', 'nightPermits', 'repairNotices', 'quietPeriods', 'units', 'videoPoints'] as const),
];

/** Whether the hub has a newer word than the pack: a list of yesterday must not undo the call of tonight. */
function isNewer(held: RegisterEntry | undefined, { asOf }: RegisterEntry['provenance']): boolean {
  return held !== undefined && held.provenance.asOf > asOf;
}

/** The registers with the pack's own sites in them. */
function withSites<N extends PackReads>(
  reads: N,
  registers: PackRegisters,
  provenance: RegisterEntry['provenance'],
): N {
  const made = new Map<string, SiteState>(
    registers.sites
      .filter(({ id }) => !isNewer(reads.site(id), provenance))
      .map(({ id, record }) => [id, { ...record, id, provenance }] as const),
  );
  return { ...reads, site: (id) => made.get(id) ?? reads.site(id) };
}

/**
 * Takes in a whole pack or nothing: the events of each row that changed, and `PackActivated`. Rows of which the hub
 * has a newer word stay as they are. Refuses `PlatesUnknown`, `TimeInFuture`, `RegisterIdTwice`, `ReferenceUnknown` and
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
        inFuture(given.asOf, 'provenance.asOf', context) ?? checkNames(registers, namesIn(registers, district, reads));
      if (refusal !== undefined) return refusal;
      const events = recorded(of, registers, { ...given, how: 'pack' }, reads, context);
      if ('refusal' in events) return events;
      const held = reads.pack();
      const isNew = held?.plates !== plates || held.pack !== pack;
      return { events: isNew ? [...events.events, activated(district, pack)] : events.events };
    },
  };
}

function recorded<N extends PackReads>(
  of: RegistersOf<N>,
  registers: PackRegisters,
  provenance: RegisterEntry['provenance'],
  reads: N,
  context: DecideContext,
): Decision {
  const events: EventDraft[] = [];
  const together = withSites(reads, registers, provenance);
  for (const register of order) {
    // A site itself is judged by what stands in the register, a permit also by the sites that come with it.
    const seen = register === 'nightPermits' ? together : reads;
    const { held, record: command } = of[register] as RegisterOf<{ readonly [member: string]: Json }, N>;
    for (const [at, { id, record }] of registers[register].entries()) {
      if (isNewer(held(reads, id), provenance)) continue;
      const decision = command.decide({ id, record: record as never, provenance }, seen, context);
      if ('refusal' in decision) return refusedRow(register, at, id, decision.refusal);
      events.push(...decision.events);
    }
  }
  return { events };
}
