/** A document of realistic size and life for the benchmarks: a complaint that is taken in, worked on and closed. */
import { z } from 'zod';
import { documentTable, documentTables } from '../../db/documents/tables.ts';
import type { AnyDocumentTable } from '../../db/documents/tables.ts';
import type { HubReads, Kinds } from '../../shared/domain/catalog.ts';
import { catalog, openCommand, openKind } from '../../shared/domain/catalog.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import type { CommandDefinition, Kind, UnionOf } from '../../shared/domain/kernel.ts';
import { placeSchema } from '../../shared/domain/kernel.ts';
import { genesisHash, streamId, systemActor } from '../../shared/lib/journal.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';

const registered = z.strictObject({
  source: z.string().max(40),
  category: z.string().max(40),
  street: z.string().max(40),
  place: placeSchema,
  text: z.string().max(1_000),
  urgent: z.boolean(),
});
const noted = z.strictObject({ text: z.string().max(1_000) });
const closed = z.strictObject({ outcome: z.string().max(40), text: z.string().max(1_000) });
const events = { Registered: registered, Noted: noted, Closed: closed };

interface IncidentState extends z.infer<typeof registered> {
  readonly status: 'open' | 'closed';
  readonly openedAt: number;
  readonly outcome: string | null;
  readonly log: readonly { readonly at: number; readonly by: string; readonly text: string }[];
}

const nothing: IncidentState = {
  ...{ source: '', category: '', street: '', place: { lon: 0, lat: 0 }, text: '', urgent: false },
  ...{ status: 'open', openedAt: 0, outcome: null, log: [] },
};

const incidentKind: Kind<IncidentState, UnionOf<typeof events>> = {
  kind: 'complaint',
  fold: 1,
  events,
  evolve(state = nothing, { type, data, meta }) {
    if (type === 'Registered') return { ...state, ...data, openedAt: meta.at };
    const log = [...state.log, { at: meta.at, by: meta.by.user, text: data.text }];
    return type === 'Noted' ? { ...state, log } : { ...state, log, status: 'closed', outcome: data.outcome };
  },
  scope: () => ['bureau'],
  dues: () => [],
};

/** Columns and indexes as a hall would search by them. */
export const incidentTable: AnyDocumentTable = documentTable<IncidentState>({
  kind: incidentKind.kind,
  columns: {
    status: { type: 'TEXT', of: (state) => state.status, indexed: true },
    street: { type: 'TEXT', of: (state) => state.street, indexed: true },
    openedAt: { type: 'INTEGER', of: (state) => state.openedAt, indexed: true },
  },
});
export const benchTables: readonly AnyDocumentTable[] = [...documentTables, incidentTable];

const incident = z.string().min(1).max(40);

function fact<D extends { readonly incident: string }>(
  type: string,
  event: keyof typeof events,
  schema: z.ZodType<D>,
): CommandDefinition<unknown, unknown> {
  return openCommand<D, unknown>({
    type,
    schema,
    nature: 'fact',
    // The clerk is the one of the test hub; the system is who fills a hub before it is measured.
    roles: ['dispatcher', 'clerk', 'shiftLead', systemActor.role],
    conflictsWith: [],
    decide: ({ incident: id, ...data }) => ({
      events: [{ stream: streamId(incidentKind.kind, id), type: event, data: data as Json }],
    }),
  });
}

const definitions = [
  fact('Register', 'Registered', registered.extend({ incident })),
  fact('Note', 'Noted', noted.extend({ incident })),
  fact('CloseIncident', 'Closed', closed.extend({ incident })),
];

/** Any catalog with incidents besides. */
export function withIncidents<R>(base: Catalog<R>): Catalog<R> {
  return {
    ...base,
    kinds: new Map([...base.kinds, [incidentKind.kind, openKind(incidentKind)] as const]),
    commands: new Map([...base.commands, ...definitions.map((item) => [item.type, item] as const)]),
  };
}

export const benchCatalog: Catalog<HubReads> = withIncidents(catalog);
export const benchKinds: Kinds = benchCatalog.kinds;

const streets = ['枫林路街道', '徐家汇街道', '漕河泾街道', '龙华街道', '田林街道', '天平路街道', '康健新村街道'];
const categories = ['占道经营', '夜间施工噪声', '渣土车遗撒', '违规户外广告', '垃圾暴露'];
const sentence = '现场有三处摊位占用人行道，行人绕行至车行道，已口头劝告，当事人表示半小时内自行搬离，请附近力量复核。';

const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('an empty list');
  return value;
};

/** Events of one incident. */
export const eventsPerIncident = 8;
/** Incidents that are worked on at the same time. */
export const openAtOnce = 200;

export interface Step {
  readonly command: string;
  readonly type: string;
  readonly incident: string;
  readonly data: { readonly [member: string]: Json };
}

/** What is registered for an incident, about 600 bytes. */
export function registration(index: number): Step['data'] {
  return {
    source: '12345 热线',
    category: at(categories, index),
    street: at(streets, index),
    place: { lon: 121.43 + (index % 500) / 10_000, lat: 31.18 + (index % 300) / 10_000 },
    text: sentence.repeat(3),
    urgent: index % 9 === 0,
  };
}

/** The steps of a shift: as many incidents are open at once as said, each with its turn in rotation. */
export function* shift(count: number): Generator<Step> {
  for (let index = 0; index < count; index += 1) {
    const block = Math.floor(index / (openAtOnce * eventsPerIncident));
    const number = block * openAtOnce + (index % openAtOnce);
    const turn = Math.floor(index / openAtOnce) % eventsPerIncident;
    const base = { incident: `i${number}` };
    if (turn === 0) yield { ...base, command: 'Register', type: 'Registered', data: registration(number) };
    else if (turn < eventsPerIncident - 1) yield { ...base, command: 'Note', type: 'Noted', data: { text: sentence } };
    else yield { ...base, command: 'CloseIncident', type: 'Closed', data: { outcome: 'done', text: sentence } };
  }
}

const start = 1_795_190_400_000;
const hex = (value: number): string => value.toString(16).padStart(12, '0');

/** The events of a shift as the hub would send them. */
export function shiftEvents(count: number): readonly EventEnvelope[] {
  return [...shift(count)].map(({ type, incident: id, data }, index) => ({
    seq: index + 1,
    id: `01926c00-0000-7000-8000-${hex(index)}`,
    stream: streamId(incidentKind.kind, id),
    version: (Math.floor(index / openAtOnce) % eventsPerIncident) + 1,
    ...{ type, schema: 1, data, at: start + index * 50, occurredAt: start + index * 50 },
    by: { user: '01926c00-0000-7000-8000-00000000beef', seat: 'seat-7', role: 'dispatcher' },
    cause: `01926c01-0000-7000-8000-${hex(index)}`,
  }));
}

/** Stands for the hash of an event where no chain is looked at. */
export const hashAt = (seq: number): string => genesisHash.slice(12) + hex(seq);
