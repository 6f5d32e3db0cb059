import type { Decision, EventDraft, Refusal, StreamId } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { RosterRecord } from '../roster/events.ts';
import { rostersListed } from '../rules/roster-listed.ts';
import type { RosterReads } from '../roster/state.ts';
import type { CommandRule, RecordEntry, RegisterEntry, WithdrawEntry } from '../kernel.ts';
import { mayImport } from '../rules/permissions.ts';
import type { VideoPointReads } from '../video-point/state.ts';
import { importRowsSchema, registerRowSchemas } from './commands.ts';
import type { ImportRows, RegisterRows } from './commands.ts';
import type { ImportedRegister } from './events.ts';

/** How entries of a register are looked up, entered and withdrawn: the commands that do it by hand. */
export interface ImportedInto<N> {
  readonly held: (reads: N, id: string) => RegisterEntry | undefined;
  readonly record: Pick<CommandRule<RecordEntry<never>, N>, 'decide' | 'reaches'>;
  /** Absent where entries are never withdrawn. */
  readonly withdraw?: Pick<CommandRule<WithdrawEntry, N>, 'decide' | 'reaches'>;
}
export type ImportedIntoAll<N> = { readonly [R in ImportedRegister]: ImportedInto<N> };

type Reads = DistrictReads &
  Pick<VideoPointReads, 'videoPointByChannel'> &
  Pick<RosterReads, 'roster' | 'rostersAfter'>;

/** Why an entry is withdrawn that a whole list does not have any more. */
const notListed = '导入的清单中没有';

const standing = (entry: RegisterEntry | undefined): number | null =>
  entry === undefined || entry.withdrawn !== undefined ? null : entry.provenance.asOf;

function refusedRow(at: number, id: string, { code, params }: Refusal): Decision {
  const { field } = params;
  return refuse(code, { ...params, id, field: `what.rows.${at}.${typeof field === 'string' ? field : 'record'}` });
}

/** Codes may change places: of a point that the rows speak of, only its new one counts. */
function apart<N extends Reads>(reads: N, rows: RegisterRows['rows']): N {
  const spokenOf = new Set(rows.map(({ id }) => id));
  return {
    ...reads,
    videoPointByChannel: (channel: string) => {
      const point = reads.videoPointByChannel(channel);
      return point === undefined || spokenOf.has(point.id) ? undefined : point;
    },
  };
}

function twice({ register, rows }: RegisterRows): Decision | undefined {
  const [ids, channels] = [new Set<string>(), new Map<string, string>()];
  for (const [at, { id, record }] of rows.entries()) {
    if (ids.has(id)) return refusedRow(at, id, { code: 'RegisterIdTwice', params: { field: 'id' } });
    ids.add(id);
    const channel = register === 'videoPoints' && 'channel' in record ? record.channel : undefined;
    if (typeof channel !== 'string') continue;
    const other = channels.get(channel);
    const params = { field: 'record.channel', channel, other: other ?? '' };
    if (other !== undefined) return refusedRow(at, id, { code: 'GbCodeTaken', params });
    channels.set(channel, id);
  }
  return undefined;
}

function seenBy<N extends Reads>({ register, rows }: RegisterRows, reads: N): N {
  if (register === 'videoPoints') return apart(reads, rows);
  if (register !== 'rosters') return reads;
  const listed = rows as readonly { readonly id: string; readonly record: RosterRecord }[];
  return { ...reads, ...rostersListed(reads, listed, noProvenance) };
}

/**
 * Takes in what files brought, in whole or not at all: the events of each row that changed, and `RowsImported`. Refuses
 * `NotAllowed` where the role may not enter such rows by hand, `ImportMoved` where an entry or the plates are not any more
 * what the import was judged against, `RegisterIdTwice`, `PlatesUnknown`, `CannotWithdraw`, and what the registers refuse,
 * with id and field of the row.
 */
export function importRows<N extends Reads>(into: ImportedIntoAll<N>): CommandRule<ImportRows, N> {
  function registered(data: ImportRows, what: RegisterRows, reads: N, context: Parameters<Decide>[2]): Decision {
    const { held, record: entering, withdraw } = into[what.register];
    const schema = registerRowSchemas[what.register];
    const doubled = twice(what);
    if (doubled !== undefined) return doubled;
    const seen = seenBy(what, reads);
    const events: EventDraft[] = [];
    const { provenance } = data;
    for (const [at, { seen: asOf, ...row }] of what.rows.entries()) {
      const { id } = row;
      if (standing(held(reads, id)) !== asOf)
        return refusedRow(at, id, { code: 'ImportMoved', params: { field: 'id' } });
      const parsed = schema.safeParse(row);
      if (!parsed.success) {
        const field = parsed.error.issues[0]?.path.map(String).join('.') ?? 'record';
        return refusedRow(at, id, { code: 'InvalidRow', params: { field } });
      }
      const decision = entering.decide({ id, record: parsed.data.record as never, provenance }, seen, context);
      if ('refusal' in decision) return refusedRow(at, id, decision.refusal);
      events.push(...decision.events);
    }
    for (const { id, seen: asOf } of what.withdrawn) {
      if (withdraw === undefined) return refuse('CannotWithdraw', { field: 'what.withdrawn', id });
      if (standing(held(reads, id)) !== asOf) return refuse('ImportMoved', { field: 'what.withdrawn', id });
      const decision = withdraw.decide({ id, reason: notListed, provenance }, reads, context);
      if ('refusal' in decision) return refuse(decision.refusal.code, { ...decision.refusal.params, id });
      events.push(...decision.events);
    }
    return { events };
  }

  type Decide = CommandRule<ImportRows, N>['decide'];

  function entered(data: ImportRows, reads: N, context: Parameters<Decide>[2]): Decision {
    const { what } = data;
    if (what.of === 'list') return { events: [] };
    return what.of === 'plates' ? switched(what, reads) : registered(data, what, reads, context);
  }

  function switched({ plates, seen }: Extract<ImportRows['what'], { of: 'plates' }>, reads: N): Decision {
    const held = reads.pack();
    if (held?.plates !== seen) return refuse('ImportMoved', { field: 'what.seen' });
    const district = reads.platesAt(plates);
    if (district === undefined) return refuse('PlatesUnknown', { field: 'what.plates' });
    const { name, schematic, utcOffset, city, grids, roads } = district.plates;
    const counts = { grids: grids.length, roads: roads.length };
    // The pack stays the one that was taken in last: started with it again, the hub does not undo the import.
    const data = { name, schematic, utcOffset, city, plates, ...counts, pack: held.pack };
    return { events: [{ stream: 'pack/district', type: 'PackActivated', data }] };
  }

  return {
    type: 'ImportRows',
    schema: importRowsSchema,
    nature: 'order',
    // Who keeps the accounts keeps plates and cameras too, and is sent no register.
    changesAny: true,
    conflictsWith: [],
    reaches({ what }, state) {
      if (what.of !== 'register') return [];
      const { record, withdraw } = into[what.register];
      const of = (id: string): WithdrawEntry => ({ id, reason: notListed, provenance: noProvenance });
      const all = [
        ...what.rows.flatMap((row) => record.reaches?.({ ...row, provenance: noProvenance } as never, state) ?? []),
        ...what.withdrawn.flatMap(({ id }) => withdraw?.reaches?.(of(id), state) ?? []),
      ];
      return [...new Map(all.map((scope) => [scope.join(' '), scope])).values()];
    },
    decide(data, reads, context) {
      const { what, files, crs, columns, counts, provenance } = data;
      const thing = what.of === 'list' ? what.list : what.of === 'plates' ? what.part : what.register;
      if (!mayImport(thing, context.by.role)) return refuse('NotAllowed', { field: 'what' });
      const decision = entered(data, reads, context);
      if ('refusal' in decision) return decision;
      const asOf = Math.min(provenance.asOf, context.now);
      const plates = what.of === 'plates' ? what.plates : null;
      const told = { files, crs, columns, counts, provenance: { ...provenance, asOf }, plates };
      const stream: StreamId = streamId('import', thing);
      return { events: [...decision.events, { stream, type: 'RowsImported', data: told }] };
    },
  };
}

/** Whose work a row is does not hang on who says it. */
const noProvenance = { source: '-', asOf: 0, how: 'import' } as const;
