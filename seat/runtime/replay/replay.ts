/** One replay: the documents and places of an instant, as they were then. */
import type { DocumentRecord, StreamId } from '../../../shared/lib/journal.ts';
import { splitStream, streamId } from '../../../shared/lib/journal.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { SeenAt } from '../../../shared/wire/positions.ts';
import type { AnswerOf, SeatPush, UnitPositionShown } from '../../../shared/wire/seat-api.ts';
import { Documents } from '../documents.ts';
import type { FixesOf, FixSeries } from './fixes.ts';
import { cameIn } from './seat-source.ts';
import type { Timeline, TimelineItem } from './timeline.ts';

export interface ReplayParts {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly of: 'hub' | 'seat';
  readonly timeline: Timeline;
  readonly fixes: FixesOf;
  /** Whether there are documents of units, so that whoever is off duty then is nowhere. */
  readonly knowsDuty: boolean;
  /** Ends it at the hub, where it is open there. */
  readonly closed: () => void;
  readonly push: (push: Extract<SeatPush, { push: 'opened' | 'changed' }>) => void;
}

type At = Extract<AnswerOf<'replayAt'>, { status: 'at' }>;
type Event = Extract<AnswerOf<'replayEvents'>, { status: 'events' }>['events'][number];

const isOnDuty = (state: Json): boolean => memberOf(state, 'status') !== 'offDuty';

export class Replay {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly of: 'hub' | 'seat';
  readonly timeline: Timeline;
  readonly #parts: ReplayParts;
  readonly #documents: Documents;
  /** Time of the fix that was told last of each unit. */
  readonly #told = new Map<string, number>();
  #isTold = false;
  #loadedTo: number;
  #ended: string | undefined;
  #waiting: { readonly at: number; readonly go: () => void }[] = [];
  #over = false;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
    ({ number: this.number, from: this.from, to: this.to, of: this.of, timeline: this.timeline } = parts);
    this.#loadedTo = parts.from - 1;
    this.#documents = new Documents(() => this.timeline, parts.push);
  }

  /** The instant up to which everything is here, hub time, Unix ms. */
  get loadedTo(): number {
    return this.#loadedTo;
  }

  get over(): boolean {
    return this.#over;
  }

  /** The documents at the beginning are here. */
  begun(): void {
    this.timeline.moveTo(this.from);
    this.#documents.show(true);
  }

  loaded(to: number): void {
    this.#loadedTo = Math.max(this.#loadedTo, to);
    this.#wake();
  }

  /** No more comes. */
  ended(code: string): void {
    this.#ended ??= code;
    this.#wake();
  }

  watch(watch: number, kinds: readonly string[]): void {
    this.#documents.watch(watch, kinds);
  }

  unwatch(watch: number): void {
    this.#documents.unwatch(watch);
  }

  reopen(): void {
    this.#documents.reopen();
    this.#isTold = false;
  }

  /** Shows an instant, once it is here. */
  async at(wanted: number): Promise<AnswerOf<'replayAt'>> {
    const at = Math.min(Math.max(wanted, this.from), this.to);
    if (at > this.#loadedTo && this.#ended === undefined && !this.#over)
      await new Promise<void>((go) => this.#waiting.push({ at, go }));
    if (this.#over) return { status: 'refused', code: 'Unknown', loadedTo: null };
    if (at > this.#loadedTo) return { status: 'refused', code: this.#ended ?? 'Unknown', loadedTo: this.#loadedTo };
    const { put, removed } = this.timeline.moveTo(at);
    this.#documents.committed(put, removed);
    return this.#positions(at);
  }

  events(after: number, limit: number): AnswerOf<'replayEvents'> {
    const { items } = this.timeline;
    const found: Event[] = [];
    const told = { status: 'events', events: found, loadedTo: this.#loadedTo, ended: this.#ended ?? null } as const;
    for (let place = after + 1; place <= items.length; place += 1) {
      const item = items[place - 1];
      if (item === undefined || item.at < this.from || item.at > this.to || item.type === cameIn) continue;
      if (found.length >= limit) return { ...told, more: true };
      found.push(this.#event(item, place));
    }
    return { ...told, more: false };
  }

  /** A unit's fixes of the period; undefined where none are told of it. */
  track(unit: string): readonly SeenAt[] | undefined {
    const series = this.#parts.fixes.get(unit);
    return series && [...series].filter(({ at }) => at >= this.from && at <= this.to);
  }

  /** The stream went out of the seat's sight. */
  drop(stream: StreamId): void {
    if (this.timeline.drop(stream)) this.#documents.committed([], [stream]);
  }

  /** Ends it: what it shows is taken down. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#documents.show(false);
    this.#wake();
    this.#parts.closed();
  }

  #wake(): void {
    const due = this.#waiting.filter(({ at }) => at <= this.#loadedTo || this.#ended !== undefined || this.#over);
    this.#waiting = this.#waiting.filter((each) => !due.includes(each));
    for (const { go } of due) go();
  }

  #positions(at: number): At {
    const full = !this.#isTold;
    this.#isTold = true;
    if (full) this.#told.clear();
    const units: UnitPositionShown[] = [];
    const gone: string[] = [];
    for (const [unit, series] of this.#parts.fixes) {
      const fix = this.#fixAt(unit, series, at);
      const told = this.#told.get(unit);
      if (fix === undefined) {
        if (this.#told.delete(unit)) gone.push(unit);
      } else if (told !== fix.at) {
        this.#told.set(unit, fix.at);
        const { speed = null, heading = null, accuracy = null, ...where } = fix;
        units.push({ unit, ...where, speed, heading, accuracy });
      }
    }
    return { status: 'at', at, seq: this.timeline.seq, loadedTo: this.#loadedTo, full, units, gone };
  }

  /** The newest fix then; nothing of a unit that was not on duty, nor of its duty before. */
  #fixAt(unit: string, series: FixSeries, at: number): SeenAt | undefined {
    const fix = series.fix(series.placeAt(at));
    if (fix === undefined || !this.#parts.knowsDuty) return fix;
    const since = this.timeline.heldSince(streamId('unit', unit), isOnDuty);
    return since === undefined || fix.at < since ? undefined : fix;
  }

  #event({ seq, at, stream, type }: TimelineItem, place: number): Event {
    const document = this.timeline.documentAt(stream, place) ?? this.timeline.documentAt(stream, place - 1);
    const about = (kind: string, id: string): string =>
      id === '' ? '' : lineOf(this.timeline.documentAt(streamId(kind, id), place));
    const state = document?.state ?? null;
    const { kind, id } = splitStream(stream);
    const incident = kind === 'incident' ? id : memberOf(state, 'incident');
    const ofIncident = incident === '' ? undefined : this.timeline.documentAt(streamId('incident', incident), place);
    const line = [
      lineOf(document),
      about('incident', memberOf(state, 'incident')),
      about('unit', memberOf(state, 'unit')),
    ];
    return {
      ...{ place, seq, at, kind, stream, type, line: line.filter(Boolean).join(' ') },
      incident: incident || null,
      source: memberOf(ofIncident?.state ?? null, 'source') || null,
    };
  }
}

function memberOf(state: Json, name: string): string {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return '';
  const value = (state as { readonly [member: string]: Json | undefined })[name];
  return typeof value === 'string' ? value : '';
}

/** What a thing is called: its number, or its name. */
function lineOf(document: DocumentRecord | undefined): string {
  if (document === undefined) return '';
  return memberOf(document.state, 'number') || memberOf(document.state, 'name');
}
