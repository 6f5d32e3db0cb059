/** Domain tests in the words of the domain: `given(facts).when(wish).then(facts)`, without hub, files or clock. */
import { expect } from 'vitest';
import type { Catalog, HubReads } from '../../shared/domain/catalog.ts';
import { catalog as hubCatalog, evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, Decision, DocumentRecord, EventDraft, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { refuse, splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { DocumentQuery, DocumentReader, Surroundings } from '../../shared/domain/reads.ts';
import { nowhere, readsOf, selectDocuments } from '../../shared/domain/reads.ts';

/** 21 November 2026, 22:00 in Shanghai. */
export const testNow = Date.UTC(2026, 10, 21, 14, 0);

export const testActor: Actor = { user: 'lin', seat: 'seat1', role: 'dispatcher' };

export interface GivenEvent extends EventDraft {
  /** Unix ms; one minute before `testNow` unless given, or the time of the event before it. */
  readonly at?: number;
  readonly occurredAt?: number;
  readonly by?: Actor;
  /** Id of the command that brought it; one command for all unless given. */
  readonly cause?: string;
}

export interface GivenCommand {
  readonly type: string;
  /** As `decide` takes it: `personal` is a handle. */
  readonly data: Json;
  readonly by?: Actor;
  readonly now?: number;
  readonly occurredAt?: number;
  /** Whether the sender may hold a document; everything unless given. */
  readonly mayHold?: (stream: StreamId) => boolean;
}

export interface Outcome {
  readonly decision: Decision;
  /** The command brings exactly these events, which fit their schemas and fold. */
  then(events: readonly EventDraft[]): void;
  thenRefused(code: string, params?: { readonly [name: string]: Json }): void;
  /** State of a stream after the events of the command; undefined where there is none. */
  state(stream: StreamId): unknown;
}

export interface World<R> {
  readonly reads: R;
  /** Undefined where nothing happened to the stream. */
  state(stream: StreamId): unknown;
  /** Throws where the data does not fit the command's schema: a mistake of the test. */
  when(command: GivenCommand): Outcome;
}

const minute = 60_000;
const id = (count: number): string =>
  uuidv7(
    testNow,
    Uint8Array.from({ length: 10 }, (_, i) => (i === 9 ? count : 0)),
  );

/** Documents folded from events. Queries look at members of the state by the name of the column. */
class Documents implements DocumentReader {
  readonly #byStream = new Map<string, DocumentRecord<unknown>>();
  readonly #kinds: Catalog<unknown>['kinds'];
  #seq = 0;
  #at = testNow - minute;

  constructor(kinds: Catalog<unknown>['kinds'], events: readonly GivenEvent[]) {
    this.#kinds = kinds;
    for (const event of events) this.add(event);
  }

  add(draft: GivenEvent): void {
    const { stream, type } = draft;
    const schema = this.#kinds.get(splitStream(stream).kind)?.events[type];
    const data = must(schema, `event ${type} of ${stream}`).parse(draft.data) as Json;
    this.#seq += 1;
    this.#at = Math.max(this.#at, draft.at ?? this.#at);
    const before = this.#byStream.get(stream);
    const event: EventEnvelope = {
      seq: this.#seq,
      id: id(this.#seq),
      stream,
      version: (before?.version ?? 0) + 1,
      type,
      schema: 1,
      data: JSON.parse(canonicalJson(data)) as Json,
      at: this.#at,
      occurredAt: draft.occurredAt ?? this.#at,
      by: draft.by ?? testActor,
      cause: draft.cause ?? id(0),
    };
    const state = evolveDocument(before?.state, event, this.#kinds);
    const scope = scopeOf(stream, state, this.#kinds);
    this.#byStream.set(stream, { stream, version: event.version, seq: event.seq, scope, state });
  }

  document(stream: StreamId): DocumentRecord<unknown> | undefined {
    return this.#byStream.get(stream);
  }

  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord<unknown>[] {
    const ofKind = [...this.#byStream.values()].filter(({ stream }) => splitStream(stream).kind === kind);
    return selectDocuments(ofKind, query);
  }
}

/** As `given`, over another catalog. */
export function givenIn<R>(
  catalog: Catalog<R>,
  readsOf: (documents: DocumentReader) => R,
  events: readonly GivenEvent[],
): World<R> {
  const documents = new Documents(catalog.kinds, events);
  const reads = readsOf(documents);
  return {
    reads,
    state: (stream) => documents.document(stream)?.state,
    when({ type, data, by = testActor, now = testNow, occurredAt = now, mayHold = () => true }) {
      const definition = must(catalog.commands.get(type), `command ${type}`);
      // Of another count for each command that came before, so that what they make is told apart.
      let count = 100 + events.length;
      const newId = (): string => id((count += 1));
      const context = { now, occurredAt, by, commandId: id(99), newId, mayHold };
      const decision = definition.decide(definition.schema.parse(data), reads, context);
      const after = (): Documents => {
        const made = 'events' in decision ? decision.events : [];
        const late = made.map((event) => ({ ...event, at: now, occurredAt, by }));
        return new Documents(catalog.kinds, [...events, ...late]);
      };
      return {
        decision,
        then(expected) {
          expect(decision).toEqual({ events: expected });
          after();
        },
        thenRefused(code, params) {
          if (params !== undefined) expect(decision).toEqual(refuse(code, params));
          else expect('refusal' in decision ? decision.refusal.code : decision).toBe(code);
        },
        state: (stream) => after().document(stream)?.state,
      };
    },
  };
}

/** What happened before, folded through the hub's own catalog. */
export function given(events: readonly GivenEvent[], around: Partial<Surroundings> = {}): World<HubReads> {
  return givenIn(hubCatalog, (documents) => readsOf(documents, { ...nowhere, ...around }), events);
}
