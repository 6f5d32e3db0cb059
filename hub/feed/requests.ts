/** What a seat asks beside the feed: commands, timelines, looks into the vault. */
import type { z } from 'zod';
import type { Kinds } from '../../shared/domain/catalog.ts';
import { holdsWhole, meets } from '../../shared/domain/rules/labels.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type {
  BasemapAnswer,
  basemapRequestSchema,
  commandAnswerSchema,
  commandSchema,
  historyAnswerSchema,
  historyRequestSchema,
  platesAnswerSchema,
  platesRequestSchema,
  vaultAnswerSchema,
  vaultReadSchema,
} from '../../shared/wire/hub-protocol.ts';
import type { Desk } from '../desk/port.ts';
import type { JournalReads } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import type { Log } from '../ports.ts';
import type { Vault } from '../vault/vault.ts';
import type { FeedAccounts, SeatPerson } from './ports.ts';

export type CommandAnswerMessage = z.infer<typeof commandAnswerSchema>;
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;
export type PlatesAnswer = z.infer<typeof platesAnswerSchema>;
export type VaultAnswer = z.infer<typeof vaultAnswerSchema>;

export interface RequestDeps {
  readonly desk: Pick<Desk, 'submit'>;
  readonly journal: JournalReads;
  readonly kinds: Kinds;
  readonly accounts: Pick<FeedAccounts, 'actorFor' | 'readerOf' | 'may' | 'labelsTo' | 'refused'>;
  readonly vault: Vault;
  readonly readEvent: ReadEvent;
  /** Canonical JSON of plates at hand; without it there are none. */
  readonly plates?: (hash: string) => string | undefined;
  /** Basemap files at hand; without it there are none. */
  readonly basemaps?: BasemapPieces;
  readonly log: Log;
}

export interface BasemapPieces {
  /** Bytes; undefined where there is no such file. */
  size(hash: string): number | undefined;
  read(hash: string, from: number, length: number): Promise<Uint8Array | undefined>;
}

export interface Requests {
  /** Resolves once the answer may leave: what it says is durable. */
  command(person: SeatPerson, message: z.infer<typeof commandSchema>): Promise<CommandAnswerMessage>;
  /** What the person may not see and what there is not is answered alike, but to who may see all of its kind. */
  history(person: SeatPerson, message: z.infer<typeof historyRequestSchema>): HistoryAnswer;
  plates(person: SeatPerson, message: z.infer<typeof platesRequestSchema>): PlatesAnswer;
  /** Whoever may have plates may have the basemap they name. */
  basemap(person: SeatPerson, message: z.infer<typeof basemapRequestSchema>): Promise<BasemapAnswer>;
  vaultRead(person: SeatPerson, message: z.infer<typeof vaultReadSchema>): VaultAnswer;
}

/** Plates leave in pieces of so many UTF-16 units, so that nothing else waits long behind them. */
const platesPiece = 128 * 1024;

/** On a line of 1 Mbit/s a piece takes two seconds: what comes behind it is late by no more. */
const basemapPiece = 256 * 1024;

const notAllowed = { status: 'refused', code: 'NotAllowed' } as const;
const broken = { status: 'refused', refusal: { code: 'InternalError', params: {} } };

export function createRequests(deps: RequestDeps): Requests {
  const { desk, journal, kinds, accounts, vault, readEvent, plates, basemaps, log } = deps;

  return {
    async command(person, message) {
      try {
        const by = accounts.actorFor(person, message);
        // JSON either way: only the wire's type is mutable.
        return (await desk.submit(message, by)) as CommandAnswerMessage;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error({ command: message.id, type: message.type, reason }, 'a command of a seat failed');
        // Where it is durable all the same, its answer stands; else it goes to the tray: again it would fail again.
        const known = journal.knownCommand(message.id)?.answer;
        return (known ?? broken) as CommandAnswerMessage;
      }
    },
    history(person, { stream: name, afterVersion }) {
      const stream = name as StreamId;
      const { kind } = splitStream(stream);
      const labels = accounts.labelsTo(person.user, 'history');
      const document = kinds.has(kind) ? journal.document(stream) : undefined;
      if (document === undefined ? !holdsWhole(kind, labels) : !meets(document.scope, labels)) {
        // What somebody typed for a name is not written anywhere.
        accounts.refused(person, 'history', document?.stream ?? (kinds.has(kind) ? kind : 'unknown'));
        return notAllowed;
      }
      if (document === undefined) return { status: 'refused', code: 'Unknown' };
      const events = journal.eventsOfStream(stream, afterVersion).map(readEvent);
      return { status: 'events', events } as unknown as HistoryAnswer;
    },
    plates(person, { hash, from }) {
      if (!accounts.may(person.user, 'plates')) {
        accounts.refused(person, 'plates', '');
        return notAllowed;
      }
      const json = plates?.(hash);
      if (json === undefined || from >= json.length) return { status: 'refused', code: 'Unknown' };
      return { status: 'plates', json: json.slice(from, from + platesPiece), total: json.length };
    },
    async basemap(person, { hash, from }) {
      if (!accounts.may(person.user, 'plates')) {
        accounts.refused(person, 'plates', 'basemap');
        return notAllowed;
      }
      const total = basemaps?.size(hash);
      const bytes = total === undefined || from >= total ? undefined : await basemaps?.read(hash, from, basemapPiece);
      if (total === undefined || bytes === undefined || bytes.byteLength === 0)
        return { status: 'refused', code: 'Unknown' };
      return { status: 'piece', bytes, total };
    },
    vaultRead(person, { ref, reason, inFull = false }) {
      const read = vault.read({ ref, reason, inFull, by: accounts.readerOf(person, ref) });
      if (read.ok) {
        const { content, isMasked } = read.value;
        return { status: 'content', content, ...(isMasked ? { masked: true } : {}) } as VaultAnswer;
      }
      switch (read.error) {
        case 'NotFound':
          return { status: 'refused', code: journal.vaultReference(ref)?.erased === true ? 'Erased' : 'Unknown' };
        case 'Unavailable':
          return { status: 'refused', code: 'Busy' };
        case 'NotAllowed':
        case 'ReasonMissing':
          return { status: 'refused', code: 'NotAllowed' };
      }
    },
  };
}
