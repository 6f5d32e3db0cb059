/** Fetches a replay from the hub: page after page, each asked for once the one before has come. */
import { z } from 'zod';
import type { StreamId } from '../../../shared/lib/journal.ts';
import type { ReplayOpen, ReplayOpenAnswer, ReplayPageAnswer } from '../../../shared/wire/replay-api.ts';
import { replayOpenAnswerSchema, replayPageAnswerSchema } from '../../../shared/wire/replay-api.ts';
import type { TrackFix } from '../../../shared/wire/tracks.ts';
import { decodeTracks } from '../../../shared/wire/tracks.ts';
import { eventOf } from '../event-text.ts';
import type { Link } from '../link.ts';
import type { SeatTimers } from '../ports.ts';
import type { FixSeries } from './fixes.ts';
import { TimelineBroken } from './timeline.ts';
import type { Timeline } from './timeline.ts';

type Opened = Extract<ReplayOpenAnswer, { status: 'opened' }>;
type Page = Exclude<ReplayPageAnswer, { status: 'refused' }>;
type Part = Page['status'];

/** The replay cannot go on: what was fetched stays. */
export class ReplayEnded extends Error {
  override readonly name = 'ReplayEnded';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Folding the past may take the hub a while, ms. */
const openMs = 60_000;
const pageMs = 60_000;
/** A hub that is busy is asked again after this, ms, so often. */
const busyMs = 500;
const mostBusy = 40;

const bytesSchema = z.instanceof(Uint8Array);

export interface HubAsking {
  readonly link: Pick<Link, 'ask' | 'send'>;
  readonly timers: SeatTimers;
}

const ask = ({ link }: HubAsking, name: 'replayOpen' | 'replayPage', body: object, ms: number): Promise<unknown> =>
  new Promise((resolve) => link.ask(name, { ...body }, ms, resolve));

/** undefined where the hub cannot be reached. Throws for what is no answer. */
export async function openAtHub(hub: HubAsking, message: ReplayOpen): Promise<ReplayOpenAnswer | undefined> {
  const answer = await ask(hub, 'replayOpen', message, openMs);
  return answer === undefined ? undefined : replayOpenAnswerSchema.parse(answer);
}

async function pageOf(hub: HubAsking, replay: number, part: Part): Promise<Page> {
  for (let busy = 0; ; busy += 1) {
    const said = await ask(hub, 'replayPage', { replay, part }, pageMs);
    if (said === undefined) throw new ReplayEnded('Offline');
    const answer = replayPageAnswerSchema.parse(said);
    if (answer.status !== 'refused') return answer;
    if (answer.code !== 'Busy' || busy >= mostBusy) throw new ReplayEnded(answer.code);
    await new Promise<void>((resolve) => void hub.timers.after(busyMs, resolve));
  }
}

/** The next page is asked for before the present one is taken in: hub and seat work at the same time. */
async function* pagesOf(hub: HubAsking, replay: number, part: Part): AsyncGenerator<Page, void> {
  for (let asked = pageOf(hub, replay, part); ;) {
    const page = await asked;
    if (!page.done) {
      asked = pageOf(hub, replay, part);
      // Where whoever takes in the present one gives up, nobody waits for it.
      asked.catch(() => undefined);
    }
    yield page;
    if (page.done) return;
  }
}

/** How the documents stood at the beginning. */
export async function fetchDocuments(hub: HubAsking, { replay }: Opened, timeline: Timeline): Promise<void> {
  for await (const page of pagesOf(hub, replay, 'documents')) {
    if (page.status !== 'documents') throw new TimelineBroken('another part than was asked for');
    for (const { stream, ...document } of page.documents)
      timeline.hold(stream as StreamId, { stream: stream as StreamId, ...document });
  }
}

/** @param reached Told the instant up to which the changes are here. */
export async function fetchChanges(
  hub: HubAsking,
  { replay, to }: Opened,
  timeline: Timeline,
  reached: (at: number) => void,
): Promise<void> {
  for await (const page of pagesOf(hub, replay, 'changes')) {
    if (page.status !== 'changes') throw new TimelineBroken('another part than was asked for');
    for (const change of page.changes) {
      if (change.kind === 'event') {
        const event = eventOf(change.bytes);
        if (event === undefined) throw new TimelineBroken('what is no event came as one');
        timeline.event(event);
      } else if (change.kind === 'enter') {
        const { document, at, type } = change;
        timeline.enter({ ...document, stream: document.stream as StreamId }, { seq: document.seq, at, type });
      } else {
        const { seq, at, stream, type } = change;
        timeline.leave({ seq, at, stream: stream as StreamId, type });
      }
    }
    // More of the same instant may follow.
    const last = timeline.items.at(-1);
    if (page.done) reached(to);
    else if (last !== undefined) reached(last.at - 1);
  }
}

/** @param take Told each fix, those of a unit in order. @param reached As in `fetchChanges`. */
export async function fetchTracks(
  hub: HubAsking,
  { replay, to, units }: Opened,
  take: (unit: string, fix: TrackFix) => void,
  reached: (at: number) => void,
): Promise<void> {
  for await (const { status, ...rest } of pagesOf(hub, replay, 'tracks')) {
    const bytes = status === 'tracks' && 'page' in rest ? bytesSchema.safeParse(rest.page).data : undefined;
    const page = bytes && decodeTracks(bytes);
    if (page === undefined) throw new TimelineBroken('what is no page of tracks came as one');
    for (const fix of page.fixes) {
      const unit = units[fix.unit];
      if (unit === undefined) throw new TimelineBroken('a fix of a unit that was not named');
      take(unit, fix);
    }
    reached(Math.min(page.until - 1, to));
  }
}

export type { FixSeries };
