/**
 * A list of what became of orders against the incidents there are, and onto them: each row by the command by which a person
 * would note it alone. What names no incident is told and never made up.
 */
import { createHash } from 'node:crypto';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { ListOfAnswers } from '../../shared/domain/import/events.ts';
import { contactOnFile, reworkAfter, surveyWith } from '../../shared/domain/incident/decide-quality.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { civilDate } from '../../shared/lib/time.ts';
import type { ImportChange, ImportFault } from '../../shared/wire/imports.ts';
import { importLimits } from '../../shared/wire/imports.ts';
import { orderSourceSchema } from '../../shared/wire/orders.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, RandomSource } from '../ports.ts';
import type { ReadyAnswer, WorkedOut } from './work-types.ts';

/** As far as whoever brings the list may hold it: what is not theirs is told as what there is not. */
export type AnswerReads = Pick<HubReads, 'incident' | 'incidentByExternalId' | 'district'>;
type Reads = AnswerReads;
type Becomes = NonNullable<ImportChange['becomes']>;

export interface FoundAnswer {
  readonly answer: ReadyAnswer;
  readonly incident: IncidentState;
  /** With its time as it is noted. */
  readonly at: number;
  readonly becomes: Becomes;
}

const faultOf = (
  { file, row, column, externalId }: ReadyAnswer,
  code: string,
  value = externalId,
  field = 'externalId',
): ImportFault => ({ ...{ file, row, field, code }, column: field === 'externalId' ? column : '', value });

/** A day alone begins at midnight: of an order of that very day it means after it came. */
function timeOf({ at, dayOnly }: ReadyAnswer, { receivedAt }: IncidentState, utcOffset: number): number {
  const sameDay = dayOnly && civilDate(at, utcOffset) === civilDate(receivedAt, utcOffset);
  return sameDay ? Math.max(at, receivedAt) : at;
}

const opinionIn = ({ satisfied, solved }: ReadyAnswer, at: number) => ({
  ...{ reached: true, satisfied, solved },
  surveyedAt: at,
});

function becomesOf(
  list: ListOfAnswers,
  answer: ReadyAnswer,
  incident: IncidentState,
  at: number,
  reads: Reads,
): Becomes {
  if (list === 'uncontacted') {
    if (incident.contactMisses.some(({ statedAt }) => statedAt === at)) return 'known';
    return contactOnFile(incident, at) ? 'disputable' : 'noted';
  }
  const said = surveyWith(opinionIn(answer, at), incident);
  if (said === undefined) return 'known';
  const plates = reads.district()?.plates;
  return plates !== undefined && reworkAfter(said, incident, plates) ? 'rework' : 'noted';
}

/** Rows with the one incident each is about; the others are faults: none, or several ways in have that number. */
export function foundAnswers(
  list: ListOfAnswers,
  answers: readonly ReadyAnswer[],
  reads: Reads,
): { readonly found: readonly FoundAnswer[]; readonly faults: readonly ImportFault[] } {
  const found: FoundAnswer[] = [];
  const faults: ImportFault[] = [];
  const utcOffset = reads.district()?.plates.utcOffset ?? 0;
  for (const answer of answers) {
    const { source, externalId } = answer;
    const sources = source === null ? orderSourceSchema.options : [source];
    const named = sources.flatMap((one) => reads.incidentByExternalId(one, externalId) ?? []);
    const [incident] = named;
    if (incident === undefined) faults.push(faultOf(answer, 'OrderUnknown'));
    else if (named.length > 1)
      faults.push(faultOf(answer, 'OrderSeveral', named.map(({ number }) => number).join('、')));
    else {
      const at = timeOf(answer, incident, utcOffset);
      if (at < incident.receivedAt) faults.push(faultOf(answer, 'BeforeOrder', externalId, 'surveyedAt'));
      else found.push({ answer, incident, at, becomes: becomesOf(list, answer, incident, at, reads) });
    }
  }
  return { found, faults };
}

/** Shown of a row: which incident, and what becomes of it; nothing a caller said. */
function told({
  answer: { file, row, externalId },
  incident: { number, headline },
  becomes,
}: FoundAnswer): ImportChange {
  const change = becomes === 'known' ? 'same' : 'new';
  return { file, row, id: externalId, name: `${number} ${headline}`, change, fields: [], becomes };
}

const isNews = ({ becomes }: FoundAnswer): boolean => becomes !== 'known';

/**
 * With what is new told from what is on file, row by row. There is a plan where something would be noted: wrong rows keep
 * the whole list out unless `leaveOut` says to go on without them.
 */
export function settledAnswers(list: ListOfAnswers, out: WorkedOut, leaveOut: boolean, reads: Reads): WorkedOut {
  const { answers = [], preview } = out;
  const { found, faults } = foundAnswers(list, answers, reads);
  const refused = preview.counts.refused + faults.length;
  const news = found.filter(isNews);
  const shortly = Object.fromEntries(
    news.map(({ answer, incident, at, becomes }) => [answer.externalId, `${incident.id} ${at} ${becomes}`]),
  );
  const hash = createHash('sha256').update(JSON.stringify([list, leaveOut, Object.entries(shortly)]), 'utf8');
  return {
    ...out,
    plan: (refused === 0 || leaveOut) && found.length > 0 ? hash.digest('hex') : null,
    shortly,
    preview: {
      ...preview,
      changes: found.slice(0, importLimits.shownRows).map(told),
      faults: [...preview.faults, ...faults].slice(0, importLimits.shownRows),
      counts: { ...preview.counts, new: news.length, same: found.length - news.length, refused },
    },
  };
}

interface NotingDeps {
  readonly reads: Reads;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly random: RandomSource;
}

export interface Noted {
  readonly noted: number;
  readonly changes: readonly ImportChange[];
  /** What the desk refused, by row. */
  readonly faults: readonly ImportFault[];
  /** Why the desk takes nothing more; what came before is noted, and comes as known with the same list again. */
  readonly stopped: 'StorageFull' | 'Busy' | null;
}

function commandOf(list: ListOfAnswers, { answer, incident, at }: FoundAnswer): { type: string; data: Json } {
  const words = answer.opinion === null ? {} : { personal: { text: answer.opinion } };
  const about = { incident: incident.id, ...words };
  return list === 'uncontacted'
    ? { type: 'RecordContactMiss', data: { ...about, statedAt: at } }
    : { type: 'RecordSurvey', data: { ...about, ...opinionIn(answer, at) } };
}

/** What the desk made of it: it may have been done again, or noted, in between. */
function madeOf(list: ListOfAnswers, one: FoundAnswer, reads: Reads): Becomes {
  if (list === 'uncontacted') return one.becomes;
  const survey = reads.incident(one.incident.id)?.surveys.find(({ surveyedAt }) => surveyedAt === one.at);
  return one.becomes === 'rework' && survey?.rework === true ? 'rework' : 'noted';
}

/** Commands on their way to the desk at one time: they share a commit, and others get their turn. */
const together = 50;

export async function noteAnswers(
  list: ListOfAnswers,
  answers: readonly ReadyAnswer[],
  by: Actor,
  { reads, desk, clock, random }: NotingDeps,
): Promise<Noted> {
  const { found } = foundAnswers(list, answers, reads);
  const changes: ImportChange[] = found.filter((one) => !isNews(one)).map(told);
  const faults: ImportFault[] = [];
  const news = found.filter(isNews);
  let noted = 0;
  for (let from = 0; from < news.length; from += together) {
    const given = await Promise.all(
      news.slice(from, from + together).map(async (one) => {
        const now = clock.now();
        const command = { id: uuidv7(now, random.bytes(10)), ...commandOf(list, one), basedOn: {}, madeAt: now };
        return { one, answer: await desk.submit(command, by) };
      }),
    );
    for (const { one, answer } of given) {
      if (answer.status === 'unavailable')
        return { noted, changes, faults, stopped: answer.code === 'StorageFull' ? 'StorageFull' : 'Busy' };
      if (answer.status === 'accepted') {
        noted += 1;
        changes.push(told({ ...one, becomes: madeOf(list, one, reads) }));
      } else {
        const { code, params } = answer.refusal;
        faults.push(faultOf(one.answer, code, one.answer.externalId, String(params['field'] ?? 'externalId')));
      }
    }
  }
  return { noted, changes: changes.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)), faults, stopped: null };
}
