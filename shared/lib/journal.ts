/**
 * The shapes of the journal: what an event looks like, who did it and why, and how a command is answered. Everything
 * that state is made of passes through these types.
 */
import type { Json } from './json.ts';

/** `incident/0192…`: the kind of thing and its id. */
export type StreamId = `${string}/${string}`;

export function streamId<K extends string>(kind: K, id: string): `${K}/${string}` {
  return `${kind}/${id}`;
}

/** The kind and the id of a stream. Throws on text that names no stream. */
export function splitStream(stream: string): { readonly kind: string; readonly id: string } {
  const at = stream.indexOf('/');
  if (at <= 0 || at === stream.length - 1) throw new Error(`not a stream: ${stream}`);
  return { kind: stream.slice(0, at), id: stream.slice(at + 1) };
}

/** Who caused an event. `system` acts for reactions, `gateway:<name>` for outside interfaces. */
export interface Actor {
  readonly user: string;
  readonly seat: string;
  readonly role: string;
}

export const systemActor: Actor = { user: 'system', seat: 'hub', role: 'system' };

/** An event as decided, before the journal gives it its place. */
export interface EventDraft {
  readonly stream: StreamId;
  readonly type: string;
  readonly data: Json;
}

/**
 * An event with its place. Its canonical bytes (RFC 8785 of exactly these members) are stored once and never
 * rewritten; `hash = SHA-256(prevHash ‖ bytes)`, both hashes kept beside the bytes.
 */
export interface EventEnvelope<D = Json> {
  /** Dense over the whole hub, from 1. */
  readonly seq: number;
  /** UUIDv7. */
  readonly id: string;
  readonly stream: StreamId;
  /** Dense in the stream, from 1. */
  readonly version: number;
  readonly type: string;
  /** Version of the schema of `data`; the hub upcasts older ones when it reads. */
  readonly schema: number;
  readonly data: D;
  /** Hub time of the commit, Unix ms; never before the event before it. */
  readonly at: number;
  /** When it happened, Unix ms; before `at` for late entry and for reactions done after downtime. */
  readonly occurredAt: number;
  readonly by: Actor;
  /** Id of the command that caused it. */
  readonly cause: string;
}

/** What `evolve` needs to know of the place of an event. */
export type EventMeta = Pick<EventEnvelope, 'stream' | 'seq' | 'id' | 'version' | 'at' | 'occurredAt' | 'by' | 'cause'>;

/** An event of a thing, as `evolve` takes it: the typed pair of type and data, and its place. */
export type Recorded<E extends { readonly type: string; readonly data: unknown }> = E & { readonly meta: EventMeta };

/** The hash before the first event: 32 zero bytes, in hex. */
export const genesisHash = '0'.repeat(64);

/** An event as it stands in the store. */
export interface StoredEvent {
  readonly seq: number;
  /** Canonical JSON of the envelope. */
  readonly bytes: string;
  /** Lower-case hex. */
  readonly hash: string;
}

/** Why a command was not carried out: a code of the domain and what was in the way. Never free text. */
export interface Refusal {
  readonly code: string;
  readonly params: { readonly [name: string]: Json };
}

/** A wish, as it reaches the hub. The same id again gets the first answer, for ever. */
export interface CommandEnvelope {
  /** UUIDv7, or derived (version 8): those only the hub itself may give. */
  readonly id: string;
  readonly type: string;
  readonly data: Json;
  /** Versions of the streams the sender saw when it decided; a stream it did not look at is absent. */
  readonly basedOn: { readonly [stream: string]: number };
  /** Hub time at which the sender made it, Unix ms. */
  readonly madeAt: number;
}

export type CommandAnswer =
  | {
      readonly status: 'accepted';
      /** Last sequence number of its events; the head where it changed nothing. */
      readonly seq: number;
      /** Versions after it of the streams it wrote to. */
      readonly versions: { readonly [stream: string]: number };
      /** Vault references made for its personal data. */
      readonly refs: readonly string[];
    }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/**
 * The hub could not take the command now, and the same id may be sent again. Nothing was stored; only where the store
 * itself failed nobody knows, and the same id again is told.
 */
export interface Unavailable {
  readonly status: 'unavailable';
  readonly code: 'StorageFull' | 'Stopping' | 'Busy';
  readonly retryAfterMs: number;
}

export type Decision = { readonly events: readonly EventDraft[] } | { readonly refusal: Refusal };

export function refuse(code: string, params: Refusal['params'] = {}): Decision {
  return { refusal: { code, params } };
}

/** A document: the state of one stream, folded by `evolve`, with the scope labels that say who may hold it. */
export interface DocumentRecord<S = Json> {
  readonly stream: StreamId;
  readonly version: number;
  /** Sequence number of the last event folded in. */
  readonly seq: number;
  /** Sorted, distinct labels; a seat holds the document when one of its own labels is among them. */
  readonly scope: readonly string[];
  readonly state: S;
}

/** Which document, and as of which event. */
export type DocumentHead = Pick<DocumentRecord, 'stream' | 'version' | 'seq'>;

/** Something that will have to be done at an instant unless the document changes before. */
export interface Due {
  /** Name of the reaction rule. */
  readonly rule: string;
  readonly at: number;
}

/** Name in the vault of the hub's own key for fingerprints of commands. Not of the form of a person's record. */
export const fingerprintKeyRef = 'fingerprint-key';

/** Personal data of a stranger, kept in the vault; the journal knows only this handle. */
export interface PersonalHandle {
  /** Random. */
  readonly ref: string;
  /** HMAC-SHA-256(salt of the record, canonical content), hex. */
  readonly mac: string;
  /** Names of the members it holds, such as `phone`: says what is there, not what it is. */
  readonly has: readonly string[];
}
