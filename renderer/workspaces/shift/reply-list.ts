/** The list that goes back to whoever sent orders: what became of each, and what its caller was told. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { isoTime } from '../../../shared/lib/time.ts';
import { owesReply } from '../../hall/owed.ts';
import type { TFunction } from '../../hall/types.ts';
import { stageText } from '../../hall/words.ts';

export const replyColumns = [
  ...(['externalId', 'receivedAt', 'number', 'headline', 'stage', 'contactedAt', 'arrivedAt'] as const),
  ...(['outcome', 'outcomeAt', 'replyWay', 'repliedAt', 'replyText', 'returned'] as const),
] as const;
export type ReplyColumn = (typeof replyColumns)[number];

export type ReplyRow = { readonly [C in ReplyColumn]: string };

/** Words of replies by their reference in the vault; null: they may not be read, or are erased. */
export type ReplyWords = ReadonlyMap<string, string | null>;

/** Orders of one source in the order of their own numbers: the same file whoever makes it. */
export function ordersOf(incidents: readonly IncidentState[], source: IncidentState['source']): IncidentState[] {
  return incidents
    .filter((incident) => incident.source === source && incident.externalId !== null)
    .sort((a, b) => a.running - b.running || (a.id < b.id ? -1 : 1));
}

/** References of all words that a list of these orders quotes. */
export function quotedRefs(orders: readonly IncidentState[]): readonly string[] {
  return orders.flatMap(({ replies }) => {
    const ref = replies.at(-1)?.personal?.ref;
    return ref === undefined ? [] : [ref];
  });
}

/** @param t Of Chinese: the list is for the hotline, whatever the screen speaks. */
export function replyRow(incident: IncidentState, words: ReplyWords, offset: number, t: TFunction): ReplyRow {
  const { externalId, receivedAt, number, headline, units, outcome, replies, contacts, returned } = incident;
  const time = (at: number | null | undefined): string =>
    at === null || at === undefined ? '' : isoTime(at, offset).slice(0, 16).replace('T', ' ');
  const arrived = units.flatMap(({ arrivedAt }) => (arrivedAt === null ? [] : [arrivedAt]));
  const reply = replies.at(-1);
  const ref = reply?.personal?.ref;
  const said = ref === undefined ? '' : (words.get(ref) ?? t('shift.replyList.notRead'));
  const owed = owesReply(incident) ? t('shift.reply.none') : '';
  return {
    externalId: externalId ?? '',
    receivedAt: time(receivedAt),
    number,
    headline,
    stage:
      incident.joinedInto === null || incident.closed !== null
        ? stageText(incident, t)
        : t('shift.joinedInto', { number: incident.joinedInto.number }),
    contactedAt: time(contacts.find(({ reached }) => reached)?.at),
    arrivedAt: time(arrived.length === 0 ? null : Math.min(...arrived)),
    outcome: outcome === null ? '' : t(`outcome.${outcome.kind}`),
    outcomeAt: time(outcome?.at),
    replyWay: reply === undefined ? owed : t(`shift.replyWay.${reply.way}`),
    repliedAt: time(reply?.at),
    replyText: said,
    returned: returned === null ? '' : t('shift.replyList.returnedTo', { to: returned.to, time: time(returned.at) }),
  };
}
