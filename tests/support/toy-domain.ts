/** A small domain that has everything the desk and the reactor must handle, for their tests. */
import { z } from 'zod';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { openCommand, openKind } from '../../shared/domain/catalog.ts';
import type { CommandDefinition, Kind, UnionOf } from '../../shared/domain/kernel.ts';
import { personalDataErasedSchema, personalHandleSchema } from '../../shared/domain/kernel.ts';
import type { Due, EventDraft, StreamId } from '../../shared/lib/journal.ts';
import { refuse, streamId } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';

export interface BoxState {
  readonly amount: number;
  readonly closed: boolean;
  readonly muted: boolean;
  readonly rung: readonly number[];
  readonly deadlines: readonly number[];
  readonly echoes: number;
  readonly refs: readonly string[];
}

const events = {
  Put: z.strictObject({
    amount: z.number(),
    deadline: z.number().optional(),
    personal: personalHandleSchema.optional(),
  }),
  Closed: z.strictObject({}),
  Muted: z.strictObject({}),
  Rung: z.strictObject({ at: z.number() }),
  Echoed: z.strictObject({}),
  PersonalDataErased: personalDataErasedSchema,
};
type BoxEvent = UnionOf<typeof events>;

const empty: BoxState = { amount: 0, closed: false, muted: false, rung: [], deadlines: [], echoes: 0, refs: [] };

export const boxKind: Kind<BoxState, BoxEvent> = {
  kind: 'box',
  fold: 1,
  events,
  evolve(state = empty, event) {
    switch (event.type) {
      case 'Put':
        return {
          ...state,
          amount: state.amount + event.data.amount,
          deadlines: event.data.deadline === undefined ? state.deadlines : [...state.deadlines, event.data.deadline],
          refs: event.data.personal === undefined ? state.refs : [...state.refs, event.data.personal.ref],
        };
      case 'Closed':
        return { ...state, closed: true };
      case 'Muted':
        return { ...state, muted: true };
      case 'Rung':
        return {
          ...state,
          rung: [...state.rung, event.meta.occurredAt],
          deadlines: state.deadlines.filter((at) => at !== event.data.at),
        };
      case 'Echoed':
        return { ...state, echoes: state.echoes + 1 };
      case 'PersonalDataErased':
        return { ...state, refs: state.refs.filter((ref) => ref !== event.data.ref) };
    }
  },
  scope: (state) => (state.closed ? ['archive'] : ['hall']),
  dues: (state): Due[] => state.deadlines.map((at) => ({ rule: 'deadline', at })),
};

export interface BoxReads {
  box(id: string): BoxState | undefined;
}

export const boxReads = (documents: DocumentReader): BoxReads => ({
  box: (id) => documents.document(boxStream(id))?.state as BoxState | undefined,
});

export const boxStream = (id: string): StreamId => streamId('box', id);

const draft = (box: string, type: keyof typeof events, data: Json): EventDraft => ({
  stream: boxStream(box),
  type,
  data,
});

const box = z.string().min(1).max(40);
const clerk = ['clerk', 'lead'];

type Definition<D> = CommandDefinition<D, BoxReads>;

const put: Definition<{
  box: string;
  amount: number;
  deadline?: number | undefined;
  personal?: z.infer<typeof personalHandleSchema> | undefined;
}> = {
  type: 'Put',
  schema: z.strictObject({
    box,
    amount: z.number().int(),
    deadline: z.number().int().optional(),
    personal: personalHandleSchema.optional(),
  }),
  personal: z.strictObject({ name: z.string().max(100).optional(), phone: z.string().max(40).optional() }),
  nature: 'fact',
  roles: clerk,
  conflictsWith: ['Closed'],
  decide({ box: id, ...data }, reads) {
    if (reads.box(id)?.closed === true) return refuse('BoxIsClosed', { box: id });
    if (data.amount > 1_000) return refuse('TooMuch', { most: 1_000 });
    return { events: [draft(id, 'Put', data)] };
  },
};

const move: Definition<{ from: string; to: string; amount: number }> = {
  type: 'Move',
  schema: z.strictObject({ from: box, to: box, amount: z.number().int() }),
  nature: 'order',
  roles: clerk,
  conflictsWith: ['Put', 'Closed'],
  decide: ({ from, to, amount }, reads) =>
    (reads.box(from)?.amount ?? 0) < amount
      ? refuse('NotEnough')
      : { events: [draft(from, 'Put', { amount: -amount }), draft(to, 'Put', { amount })] },
};

const simple = (
  type: string,
  event: 'Closed' | 'Muted',
  roles: readonly string[],
): Definition<{ box: string; happenedAt?: number | undefined }> => ({
  type,
  schema: z.strictObject({ box, happenedAt: z.number().int().optional() }),
  nature: 'order',
  roles,
  conflictsWith: ['Put'],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: ({ box: id }, reads) =>
    event === 'Closed' && reads.box(id)?.closed === true ? refuse('BoxIsClosed') : { events: [draft(id, event, {})] },
});

const forget: Definition<{ box: string; ref: string }> = {
  type: 'Forget',
  erases: true,
  schema: z.strictObject({ box, ref: z.string() }),
  nature: 'order',
  roles: ['lead'],
  conflictsWith: [],
  decide: ({ box: id, ref }, reads) =>
    reads.box(id)?.refs.includes(ref) === true
      ? { events: [draft(id, 'PersonalDataErased', { ref, ground: 'onRequest' })] }
      : refuse('NoSuchRecord'),
};

/** Broken on purpose: the first event fits, the second does not. */
const breakIt: Definition<{ box: string }> = {
  type: 'Break',
  schema: z.strictObject({ box }),
  nature: 'order',
  roles: clerk,
  conflictsWith: [],
  decide: ({ box: id }) => ({ events: [draft(id, 'Put', { amount: 7 }), draft(id, 'Put', { amount: 'seven' })] }),
};

const ring: Definition<{ box: string; at: number }> = {
  type: 'Ring',
  schema: z.strictObject({ box, at: z.number() }),
  nature: 'order',
  roles: [],
  conflictsWith: [],
  decide: ({ box: id, at }, reads) =>
    reads.box(id)?.muted === true ? refuse('Muted') : { events: [draft(id, 'Rung', { at })] },
};

const echo: Definition<{ box: string }> = {
  type: 'Echo',
  schema: z.strictObject({ box }),
  nature: 'order',
  roles: ['system'],
  conflictsWith: [],
  decide: ({ box: id }) => ({ events: [draft(id, 'Echoed', {})] }),
};

const definitions = [
  openCommand(put),
  openCommand(move),
  openCommand(simple('Close', 'Closed', ['lead'])),
  openCommand(simple('Mute', 'Muted', clerk)),
  openCommand(forget),
  openCommand(breakIt),
  openCommand(ring),
  openCommand(echo),
];

export const boxCatalog: Catalog<BoxReads> = {
  kinds: new Map([['box', openKind(boxKind)]]),
  commands: new Map(definitions.map((definition) => [definition.type, definition])),
  // A closed box does not ring, though its state still names the deadline.
  dueReactions: new Map([
    [
      'deadline',
      (stream: StreamId, reads: BoxReads, due: Due) => {
        const id = stream.slice('box/'.length);
        return reads.box(id)?.closed === true ? undefined : { type: 'Ring', data: { box: id, at: due.at } };
      },
    ],
  ]),
  eventReactions: [
    (event) =>
      event.type === 'Put' && (event.data as { amount: number }).amount >= 50
        ? [{ rule: 'echo', type: 'Echo', data: { box: event.stream.slice('box/'.length) } }]
        : [],
  ],
};
