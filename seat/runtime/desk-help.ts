/**
 * What the seat works out for its screens with the hub's own rules, on what it holds: how an incident being typed would
 * be taken in, and which units to send. The hub decides again; the two differ only where this seat is behind.
 */
import { catalog, evolveDocument } from '../../shared/domain/catalog.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { DutyMode } from '../../shared/domain/duty-mode/events.ts';
import type { ReceiveIncident } from '../../shared/domain/incident/commands.ts';
import type { IncidentState, Understanding } from '../../shared/domain/incident/state.ts';
import type { DocumentReader, Surroundings } from '../../shared/domain/reads.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { Turned } from '../../shared/domain/rules/duty-ahead.ts';
import { calendarAhead, readyAhead, readyLows, standsUntil, turnedBy } from '../../shared/domain/rules/duty-ahead.ts';
import { recommend } from '../../shared/domain/rules/recommend.ts';
import { rosterOfNight } from '../../shared/domain/rules/roster-night.ts';
import { oldestAfter, runOf } from '../../shared/domain/rules/run-order.ts';
import { Ways } from '../../shared/domain/rules/travel.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import { weighSources } from '../../shared/domain/rules/weigh-sources.ts';
import { attendanceOfNight } from '../../shared/domain/rules/attendance-night.ts';
import { postsNow } from '../../shared/domain/rules/posts-now.ts';
import { sosHelp } from '../../shared/domain/rules/sos-support.ts';
import { zoneCovers } from '../../shared/domain/rules/zone-cover.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { EventEnvelope, Refusal } from '../../shared/lib/journal.ts';
import { splitStream, streamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { SeatRandom } from './ports.ts';

/** Minutes for which it is told how many units can be sent: over the longest handover of a shift. */
const aheadMinutes = 120;

export interface DeskHelpParts {
  readonly documents: DocumentReader;
  readonly around: Surroundings;
  /** Hub time. */
  readonly now: () => number;
  readonly random: SeatRandom;
  /** Who is signed in; undefined: nobody. */
  readonly user: () => string | undefined;
}

export class DeskHelp {
  readonly #parts: DeskHelpParts;
  readonly #reads: HubReads;

  constructor(parts: DeskHelpParts) {
    this.#parts = parts;
    this.#reads = readsOf(parts.documents, parts.around);
  }

  /** As it would be taken in now; nothing is kept. */
  draft(body: RequestOf<'draft'>): AnswerOf<'draft'> {
    const understanding = this.#understand(body);
    if (understanding === undefined) return { status: 'noPack' };
    const made = this.#receive(receiveData(body, understanding));
    if ('code' in made) return { status: 'refused', code: made.code, field: fieldOf(made) };
    const recommendation = recommend(made, this.#reads, this.#parts.now());
    return { status: 'worked', understanding, incident: made, recommendation };
  }

  /** Data of the command that takes it in now; undefined while no plates are held. */
  received(body: RequestOf<'takeIn'>): RequestOf<'submit'>['data'] | undefined {
    const understanding = this.#understand(body);
    if (understanding === undefined) return undefined;
    const { name, phone, address, text } = body;
    const given = Object.entries({ name, phone, address, text }).filter(([, value]) => value.trim() !== '');
    // Sent later, when the hub is back, it was received when it was typed.
    const { secret, ...told } = receiveData(body, understanding);
    const data = { ...told, receivedAt: body.receivedAt ?? this.#parts.now() };
    return {
      ...data,
      ...(secret === undefined ? {} : { secret }),
      ...(given.length === 0 ? {} : { personal: Object.fromEntries(given) }),
    };
  }

  recommend({ incident }: RequestOf<'recommend'>): AnswerOf<'recommend'> {
    const found = this.#reads.incident(incident);
    if (found === undefined || this.#reads.district() === undefined) return { status: 'unknown' };
    const now = this.#parts.now();
    return { status: 'recommended', recommendation: recommend(found, this.#reads, now), at: now };
  }

  sources({ incident }: RequestOf<'sources'>): AnswerOf<'sources'> {
    const found = this.#reads.incident(incident);
    const sources = found === undefined ? undefined : weighSources(found, this.#reads);
    return sources === undefined ? { status: 'unknown' } : { status: 'weighed', sources };
  }

  run({ unit: id }: RequestOf<'unitRun'>): AnswerOf<'unitRun'> {
    const [unit, plates] = [this.#reads.unit(id), this.#reads.district()?.plates];
    if (unit === undefined || plates === undefined) return { status: 'unknown' };
    const at = this.#parts.now();
    const run = runOf(unit, this.#reads, { ways: new Ways(plates), plates }, at);
    const oldest = oldestAfter(plates);
    return {
      status: 'run',
      stops: run.map(({ spot: _, ...stop }) => ({ ...stop, oldest: !stop.begun && at - stop.since >= oldest })),
      at,
    };
  }

  dutyAhead({ to }: RequestOf<'dutyAhead'>): AnswerOf<'dutyAhead'> {
    const plates = this.#reads.district()?.plates;
    if (plates === undefined) return { status: 'unknown' };
    const at = this.#parts.now();
    const from = this.#reads.dutyMode()?.mode;
    const [units, zones] = [this.#reads.units(), this.#reads.zones()];
    const calendar = calendarAhead(plates, at);
    const turned = (entries: Parameters<typeof turnedBy>[0], mode: DutyMode): Turned =>
      turnedBy(entries, from, mode, at, plates);
    return {
      ...{ status: 'ahead', calendar, at },
      ready: [...readyAhead(units, at, aheadMinutes)],
      lows: [...readyLows(units, zones, at, aheadMinutes)],
      switched:
        to === null
          ? null
          : {
              posts: turned(this.#reads.posts(), to),
              fences: turned(this.#reads.fences(), to),
              until: standsUntil(to, calendar),
            },
    };
  }

  rosterNight({ night }: RequestOf<'rosterNight'>): AnswerOf<'rosterNight'> {
    const roster = rosterOfNight(night, this.#reads, this.#parts.now());
    return roster === undefined ? { status: 'unknown' } : { status: 'roster', roster };
  }

  zoneCover(): AnswerOf<'zoneCover'> {
    const at = this.#parts.now();
    const cover = zoneCovers(this.#reads, at);
    return cover === undefined ? { status: 'unknown' } : { status: 'cover', cover, at };
  }

  attendanceNight({ night }: RequestOf<'attendanceNight'>): AnswerOf<'attendanceNight'> {
    const at = this.#parts.now();
    const duties = attendanceOfNight(night, this.#reads, at);
    if (duties === undefined) return { status: 'unknown' };
    return { status: 'attendance', duties: [...duties], posts: [...postsNow(this.#reads, at)], at };
  }

  sosHelp({ alarm }: RequestOf<'sosHelp'>): AnswerOf<'sosHelp'> {
    const at = this.#parts.now();
    const help = sosHelp(alarm, this.#reads, at);
    return help === undefined ? { status: 'unknown' } : { status: 'help', help, at };
  }

  #understand({ place, text }: RequestOf<'draft'>): Understanding | undefined {
    const plates = this.#reads.district()?.plates;
    if (plates === undefined) return undefined;
    // What was picked as the place is said first, so that a road in the wording cannot take its part.
    return understand(place === null ? text : `${place}。${text}`, plates);
  }

  #receive(data: ReceiveIncident): IncidentState | Refusal {
    const { now, random, user } = this.#parts;
    const at = now();
    const newId = (): string => uuidv7(at, random.bytes(10));
    const by = { user: user() ?? '', seat: '', role: '' };
    const context = { now: at, occurredAt: at, by, commandId: newId(), newId };
    const definition = must(catalog.commands.get('ReceiveIncident'), 'the command');
    const decision = definition.decide(data, this.#reads, context);
    if ('refusal' in decision) return decision.refusal;
    const stream = streamId('incident', data.id);
    let state: unknown;
    for (const [index, draft] of decision.events.entries()) {
      if (draft.stream !== stream) continue;
      const envelope: EventEnvelope = {
        ...{ seq: 0, id: newId(), version: index + 1, schema: 1, at, occurredAt: at, by, cause: context.commandId },
        ...draft,
      };
      state = evolveDocument(state, envelope, catalog.kinds);
    }
    return must(state, `an incident of ${splitStream(stream).id}`) as IncidentState;
  }
}

function fieldOf({ params }: Refusal): string | null {
  return typeof params['field'] === 'string' ? params['field'] : null;
}

function receiveData(
  body: RequestOf<'draft'>,
  understanding: Understanding,
): Omit<ReceiveIncident, 'receivedAt' | 'personal'> {
  const { id, source, externalId, actAt, position, wantsReply, secret } = body;
  const told = { id, source, externalId, actAt, position, wantsReply, understanding };
  return secret === undefined ? told : { ...told, secret };
}
