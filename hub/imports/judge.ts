/** Whether a row could go in: its geometry, its schema, and the decision that enters such a row by hand. */
import type { z } from 'zod';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { registerRules } from '../../shared/domain/catalog.ts';
import type { District } from '../../shared/domain/district/state.ts';
import { registerRowSchemas } from '../../shared/domain/import/commands.ts';
import type { ImportedRegister } from '../../shared/domain/import/events.ts';
import type { RegisterEntry } from '../../shared/domain/kernel.ts';
import type { RosterState } from '../../shared/domain/roster/state.ts';
import type { Position } from '../../shared/geo/polygon.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { ImportFault } from '../../shared/wire/imports.ts';
import type { BuiltRow, HeldThing } from './build-rows.ts';
import { shapeFault } from './check-shapes.ts';
import { things } from './kinds.ts';
import type { Element } from './plate-parts.ts';
import { elementSchemas, isGridPart, isPlatePart, levels } from './plate-parts.ts';
import { fieldOfPath } from './records.ts';
import type { FieldChange } from './tell.ts';
import { fieldChanges } from './tell.ts';
import type { WorkInput } from './work-types.ts';

export interface Judged extends BuiltRow {
  readonly change: 'new' | 'changed' | 'same';
  readonly checked: Readonly<Record<string, Json>>;
  readonly fields: readonly FieldChange[];
}

export interface JudgeDeps {
  readonly input: WorkInput & { readonly what: HeldThing };
  /** Column by field. */
  readonly columns: Readonly<Record<string, string>>;
  readonly district: District;
  readonly rows: readonly BuiltRow[];
  /** By id, as the register has them. */
  readonly held: ReadonlyMap<string, Element>;
  /** By id, without what only the register says. */
  readonly records: ReadonlyMap<string, Element>;
  /** Whether there are grids one level up. */
  readonly hasAbove: boolean;
}

const issueCodes: Readonly<Record<string, string>> = {
  ...{ too_small: 'TooSmall', too_big: 'TooBig', invalid_value: 'NotChosen', invalid_type: 'WrongKind' },
};

/** Who is in a crew the desk asks at the end: accounts do not come here. */
const crewCodes = new Set(['AccountUnknown', 'AccountDisabled', 'CrewNotOfficer']);

/** Reads of the entries that were handed in. */
function readsOver(input: WorkInput, district: District, rows: readonly BuiltRow[]): HubReads {
  const { entries } = input;
  const by = (register: ImportedRegister): ((id: string) => never) => {
    const map = new Map(entries[register]?.map((entry) => [entry.id, entry]));
    return (id) => map.get(id) as never;
  };
  const spokenOf = new Set(rows.map(({ id }) => id));
  const channels = new Map(
    (entries.videoPoints ?? []).filter(({ id }) => !spokenOf.has(id)).map((entry) => [entry['channel'], entry]),
  );
  // As the list would leave them: its own rows are judged against each other too.
  const listed = [
    ...(entries.rosters ?? []).filter(({ id }) => !spokenOf.has(id)),
    ...(input.what === 'rosters' ? rows.map(({ id, record }) => ({ leaves: [], ...record, id })) : []),
  ] as unknown as readonly RosterState[];
  const reads: Partial<HubReads> = {
    ...{ site: by('sites'), nightPermit: by('nightPermits'), repairNotice: by('repairNotices') },
    ...{ quietPeriod: by('quietPeriods'), videoPoint: by('videoPoints'), squad: by('squads'), zone: by('zones') },
    ...{
      unit: by('units'),
      post: by('posts'),
      fence: by('fences'),
      stallPlace: by('stallPlaces'),
      account: () => undefined,
    },
    roster: by('rosters'),
    rostersAfter: (at) => listed.filter(({ to }) => to > at),
    videoPointByChannel: (channel) => channels.get(channel) as never,
    district: () => district,
  };
  return reads as HubReads;
}

class Wrong extends Error {
  readonly fault: Pick<ImportFault, 'field' | 'code' | 'value'>;
  readonly crossing: Position | undefined;
  constructor(field: string, code: string, value = '', crossing?: Position) {
    super(code);
    this.fault = { field, code, value: value.slice(0, 120) };
    this.crossing = crossing;
  }
}

function boundOf(issue: z.core.$ZodIssue): string {
  if ('minimum' in issue) return `≥ ${issue.minimum}`;
  return 'maximum' in issue ? `≤ ${issue.maximum}` : '';
}

/** Rows that could go in, and what is wrong with the others. */
export function judgeRows(deps: JudgeDeps): {
  readonly good: readonly Judged[];
  readonly faults: readonly ImportFault[];
  /** Where borders cross themselves. */
  readonly crossings: readonly Position[];
} {
  const { input, columns, district, rows, held, records, hasAbove } = deps;
  const { what, provenance, now } = input;
  const { plates } = district;
  const faults: ImportFault[] = [];
  const crossings: Position[] = [];
  const reads = isPlatePart(what) ? undefined : readsOver(input, district, rows);
  const context = { now, occurredAt: now, by: { user: '', seat: '', role: '' }, commandId: '', newId: () => '' };
  const others = isGridPart(what) ? plates.grids.filter(({ level }) => level !== levels[what]) : [];
  const otherCodes = new Set(others.map(({ code }) => code));
  const channels = new Map<string, string>();

  function checkShape({ geometry }: BuiltRow): void {
    if (geometry?.type !== 'Area') return;
    const fault = shapeFault(geometry.shape);
    if (fault !== undefined) {
      const at = fault.at.map((degrees) => degrees.toFixed(6)).join(', ');
      throw new Wrong('place', fault.code, at, fault.code === 'RingCrossesItself' ? fault.at : undefined);
    }
    const isDrawn = what === 'posts' || what === 'fences';
    if (isDrawn && geometry.shape.flat().length > 1) throw new Wrong('place', 'OnePieceOnly');
  }

  function bySchema(row: BuiltRow): Readonly<Record<string, Json>> {
    const { id, record } = row;
    const isPart = isPlatePart(what);
    const schema: z.ZodType = isPart ? elementSchemas[what] : registerRowSchemas[what];
    const parsed = schema.safeParse(isPart ? record : { id, record });
    if (parsed.success)
      return (isPart ? parsed.data : (parsed.data as { record: unknown }).record) as Readonly<Record<string, Json>>;
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(String);
    const isMissing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
    const code = isMissing ? 'Missing' : (issueCodes[issue?.code ?? ''] ?? 'InvalidRow');
    throw new Wrong(
      fieldOfPath(path[0] === 'record' ? path.slice(1) : path, row.record),
      code,
      issue && boundOf(issue),
    );
  }

  function checkChannel(id: string, { channel }: Readonly<Record<string, Json>>): void {
    if (what !== 'videoPoints' || typeof channel !== 'string') return;
    const other = channels.get(channel);
    if (other !== undefined) throw new Wrong('channel', 'GbCodeTaken', other);
    channels.set(channel, id);
  }

  function byDecision(id: string, record: Readonly<Record<string, Json>>): void {
    if (reads === undefined || isPlatePart(what)) return;
    const decision = registerRules[what].record.decide({ id, record: record as never, provenance }, reads, context);
    if (!('refusal' in decision) || crewCodes.has(decision.refusal.code)) return;
    const { code, params } = decision.refusal;
    const inGroup = [params['name'] ?? params['vehicle'], params['group']]
      .filter((part) => part !== undefined)
      .join('·');
    const said = params['value'] ?? params['other'] ?? params['channel'] ?? inGroup;
    const at: Position | undefined =
      code === 'RingCrossesItself' ? [Number(params['lon']), Number(params['lat'])] : undefined;
    const field = fieldOfPath(String(params['field'] ?? '').split('.'), record);
    throw new Wrong(field, code, typeof said === 'object' ? '' : String(said), at);
  }

  function judged(row: BuiltRow): Judged {
    checkShape(row);
    if (otherCodes.has(row.id)) throw new Wrong('code', 'CodeTaken', row.id);
    const checked = bySchema(row);
    if (isGridPart(what) && hasAbove && checked['parent'] === undefined) throw new Wrong('parent', 'ParentUnknown');
    checkChannel(row.id, checked);
    const before = records.get(row.id);
    const fields = before === undefined ? [] : fieldChanges(what, before, checked, plates.utcOffset);
    const change = before === undefined ? 'new' : fields.length === 0 ? 'same' : 'changed';
    if (change !== 'same' || isConfirmed(input, held.get(row.id))) byDecision(row.id, checked);
    return { ...row, change, checked, fields };
  }

  const good: Judged[] = [];
  for (const row of rows) {
    try {
      good.push(judged(row));
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      const { fault, crossing } = error;
      faults.push({ file: row.file, row: row.row, column: columns[fault.field] ?? '', ...fault });
      if (crossing !== undefined) crossings.push(crossing);
    }
  }
  return { good, faults, crossings };
}

/** Whether the list says anew that an entry holds, which is worth an event although nothing else changed. */
export function isConfirmed({ what, provenance }: WorkInput, held: Element | undefined): boolean {
  const entry = held as RegisterEntry | undefined;
  return things[what].confirms && entry !== undefined && entry.provenance.asOf < provenance.asOf;
}
