/** Reading events: bytes written under an older schema are brought up to the present one; they are never rewritten. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { EventEnvelope, StoredEvent } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';

/** Turns data of one schema version into data of the next. Pure. */
export type Upcaster = (data: Json) => Json;

/** By `upcasterKey` of the event type and the schema version it reads. */
export type Upcasters = ReadonlyMap<string, Upcaster>;

export function upcasterKey(type: string, fromSchema: number): string {
  return `${type}@${fromSchema}`;
}

/** Every schema change of an event type adds one entry here and raises the type's number in its kind. */
export const upcasters: Upcasters = new Map();

/** Present schema version of an event type; undefined for a type the kind does not know. */
export function presentSchema(kinds: Kinds, stream: string, type: string): number | undefined {
  const kind = kinds.get(splitStream(stream).kind);
  return kind?.events[type] === undefined ? undefined : (kind.schemas?.[type] ?? 1);
}

export type ReadEvent = (stored: StoredEvent) => EventEnvelope;
/** The event as JSON. */
export type EventText = (stored: StoredEvent) => string;

/**
 * The last members of every event: canonical JSON has them in the order of their names, and nothing that stands in
 * `data` can come behind them.
 */
const lastMembers = /"schema":(\d+),"seq":\d+,"stream":"([^"\\]+)","type":"([^"\\]+)","version":\d+\}$/;
/** UTF-16 units in which they surely stand. */
const lastLength = 400;

/** How events are handed on as text: as they are stored, parsed only where they have to be brought up. Throws as `read`. */
export function eventTexts(kinds: Kinds, read: ReadEvent): EventText {
  return (stored) => {
    const [, schema, stream = '', type = ''] = lastMembers.exec(stored.bytes.slice(-lastLength)) ?? [];
    if (schema !== undefined && Number(schema) === presentSchema(kinds, stream, type)) return stored.bytes;
    return JSON.stringify(read(stored));
  };
}

/**
 * How events are read. The result throws for a type or a schema newer than this program knows (the data folder belongs
 * to a later release) and where an upcaster is missing.
 */
export function eventReader(kinds: Kinds, registry: Upcasters = upcasters): ReadEvent {
  return (stored) => {
    const envelope = JSON.parse(stored.bytes) as EventEnvelope;
    const { stream, type } = envelope;
    const present = presentSchema(kinds, stream, type);
    if (present === undefined) throw new Error(`event ${stored.seq}: unknown type ${type} of ${stream}`);
    if (envelope.schema === present) return envelope;
    if (envelope.schema > present) {
      throw new Error(`event ${stored.seq}: ${type} has schema ${envelope.schema}, newer than ${present}`);
    }
    let data = envelope.data;
    for (let schema = envelope.schema; schema < present; schema += 1) {
      const upcast = registry.get(upcasterKey(type, schema));
      if (upcast === undefined) throw new Error(`event ${stored.seq}: no upcaster for ${upcasterKey(type, schema)}`);
      data = upcast(data);
    }
    return { ...envelope, schema: present, data };
  };
}
