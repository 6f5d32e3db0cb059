/** The domain played on by the hub's own catalog, without hub, files or clock: commands, their reactions, and due times. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import { catalog, evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { Surroundings } from '../../shared/domain/reads.ts';
import { nowhere, readsOf, selectDocuments } from '../../shared/domain/reads.ts';
import type { Actor, Decision, DocumentRecord, EventDraft, EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { splitStream, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { GivenEvent } from './given.ts';
import { testActor, testNow } from './given.ts';

export interface Order {
  readonly type: string;
  readonly data: Json;
  readonly by?: Actor;
}

const idOf = (count: number): string => `019aa000-0000-7000-8000-${String(count).padStart(12, '0')}`;
/** Reactions that never come to rest are a mistake of the domain. */
const mostReactions = 200;

export class PlayedHub {
  readonly #documents = new Map<string, DocumentRecord<unknown>>();
  readonly reads: HubReads;
  #seq = 0;
  #commands = 0;
  now = testNow;

  constructor(events: readonly GivenEvent[], around: Partial<Surroundings> = {}) {
    this.reads = readsOf(
      {
        document: (stream) => this.#documents.get(stream),
        documents: (kind, query) =>
          selectDocuments(
            [...this.#documents.values()].filter(({ stream }) => splitStream(stream).kind === kind),
            query,
          ),
      },
      { ...nowhere, ...around },
    );
    for (const { at = this.now, occurredAt = at, by = testActor, cause = idOf(0), ...event } of events)
      this.#add(event, { at, occurredAt, by, cause });
  }

  /** Id of the last command that was accepted. */
  get lastCommand(): string {
    return idOf(this.#commands);
  }

  /** Gives it, and what the hub does upon it. Data that does not fit its schema is a refusal. */
  give({ type, data, by = testActor }: Order): Decision {
    const definition = must(catalog.commands.get(type), `command ${type}`);
    const parsed = definition.schema.safeParse(data);
    if (!parsed.success) return { refusal: { code: 'InvalidInput', params: { field: type } } };
    const occurredAt = Math.min(definition.occurredAt?.(parsed.data) ?? this.now, this.now);
    const commandId = idOf(this.#commands + 1);
    const context = { now: this.now, occurredAt, by, commandId, newId: () => idOf(900_000 + this.#seq) };
    const decision = definition.decide(parsed.data, this.reads, context);
    if ('refusal' in decision || decision.events.length === 0) return decision;
    this.#commands += 1;
    const meta = { at: this.now, occurredAt, by, cause: commandId };
    this.#react(decision.events.map((event) => this.#add(event, meta)));
    return decision;
  }

  /** Moves the clock, and lets pass what passes on the way. */
  advance(by: number): void {
    const until = this.now + by;
    for (let count = 0; ; count += 1) {
      if (count > mostReactions) throw new Error('due times that never come to rest');
      const due = this.#dues().find(({ at }) => at <= until);
      if (due === undefined) break;
      this.now = Math.max(this.now, due.at);
      const wish = must(catalog.dueReactions.get(due.rule), due.rule)(due.stream, this.reads, due);
      if (wish === undefined) throw new Error(`${due.rule} of ${due.stream} is due and asks for nothing`);
      const decision = this.give({ ...wish, by: systemActor } as Order);
      if ('refusal' in decision) throw new Error(`${wish.type} was refused: ${decision.refusal.code}`);
      if (decision.events.length === 0) throw new Error(`${wish.type} brought nothing, and is due for ever`);
    }
    this.now = until;
  }

  #dues(): { readonly rule: string; readonly at: number; readonly stream: StreamId }[] {
    return [...this.#documents.values()]
      .flatMap(({ stream, state }) => {
        const kind = must(catalog.kinds.get(splitStream(stream).kind), stream);
        return kind.dues(state).map((due) => ({ ...due, stream }));
      })
      .sort((a, b) => a.at - b.at);
  }

  #react(events: readonly EventEnvelope[]): void {
    for (const event of events)
      for (const reaction of catalog.eventReactions)
        for (const { type, data } of reaction(event, this.reads)) {
          const decision = this.give({ type, data, by: systemActor });
          if ('refusal' in decision) throw new Error(`${type} was refused: ${decision.refusal.code}`);
        }
  }

  #add(
    { stream, type, data }: EventDraft,
    meta: Pick<EventEnvelope, 'at' | 'occurredAt' | 'by' | 'cause'>,
  ): EventEnvelope {
    const schema = must(catalog.kinds.get(splitStream(stream).kind)?.events[type], `event ${type}`);
    this.#seq += 1;
    const before = this.#documents.get(stream);
    const version = (before?.version ?? 0) + 1;
    const event: EventEnvelope = {
      ...{ seq: this.#seq, id: idOf(500_000 + this.#seq), stream, version, type, schema: 1 },
      ...{ data: schema.parse(data) as Json, ...meta },
    };
    const state = evolveDocument(before?.state, event);
    this.#documents.set(stream, { stream, version, seq: this.#seq, scope: scopeOf(stream, state), state });
    return event;
  }
}
