/** Orders of a list against what the hub has, and into it: each by the command by which one alone would come in. */
import { createHash } from 'node:crypto';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { ImportChange, ImportFault } from '../../shared/wire/imports.ts';
import { importLimits } from '../../shared/wire/imports.ts';
import type { Desk } from '../desk/port.ts';
import type { Corrections, OrderContent } from '../intakes/corrections.ts';
import type { Clock, RandomSource } from '../ports.ts';
import { toldOrder } from './read-orders.ts';
import type { ReadyOrder, WorkedOut } from './work-types.ts';

export interface KnownOrders {
  readonly reads: Pick<HubReads, 'incidentByExternalId'>;
  readonly corrections: Pick<Corrections, 'changed' | 'take'>;
  /** Whether whoever brings the list may hold the incident: of others nothing is said. */
  readonly mayHold: (incident: string) => boolean;
}

interface Sorted {
  readonly news: readonly ReadyOrder[];
  /** On file, with other content. */
  readonly corrected: readonly {
    readonly order: ReadyOrder;
    readonly incident: IncidentState;
    readonly changed: readonly string[];
  }[];
}

function contentOf({ actAt, wantsReply, understanding, personal }: ReadyOrder): OrderContent {
  return { via: 'list', actAt, position: null, wantsReply, understanding, personal };
}

function sorted(orders: readonly ReadyOrder[], { reads, corrections, mayHold }: KnownOrders): Sorted {
  const news: ReadyOrder[] = [];
  const corrected: Sorted['corrected'][number][] = [];
  for (const order of orders) {
    const incident = reads.incidentByExternalId(order.source, order.externalId);
    if (incident === undefined) news.push(order);
    else if (mayHold(incident.id)) {
      const changed = corrections.changed(incident, contentOf(order));
      if (changed.length > 0) corrected.push({ order, incident, changed });
    }
  }
  return { news, corrected };
}

/**
 * With what is new or says otherwise told from what the hub has already, by source and number. There is a plan where
 * something would go in: wrong rows keep the whole list out unless `leaveOut` says to go on without them.
 */
export function settled(out: WorkedOut, leaveOut: boolean, known: KnownOrders): WorkedOut {
  const { orders = [], preview } = out;
  const { news, corrected } = sorted(orders, known);
  const { refused } = preview.counts;
  const isIn = refused === 0 || leaveOut;
  const nameOf = ({ source, externalId }: ReadyOrder): string => `${source} ${externalId}`;
  const shortly = Object.fromEntries([
    ...news.map((order) => [nameOf(order), 'new'] as const),
    ...corrected.map(({ order, changed }) => [nameOf(order), changed.join(' ')] as const),
  ]);
  const hash = createHash('sha256').update(JSON.stringify([leaveOut, ...Object.entries(shortly)]), 'utf8');
  const changes: ImportChange[] = [
    ...news.map((order) => toldOrder(order)),
    ...corrected.map(({ order, changed }) => toldOrder(order, changed)),
  ];
  const counted = { new: news.length, changed: corrected.length };
  return {
    ...out,
    plan: isIn && orders.length > 0 ? hash.digest('hex') : null,
    shortly,
    preview: {
      ...preview,
      changes: changes.slice(0, importLimits.shownRows),
      counts: { ...preview.counts, ...counted, same: orders.length - counted.new - counted.changed },
    },
  };
}

export interface OrderListDeps extends KnownOrders {
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Of an order, always the same, whichever way it comes. */
  readonly incidentId: (source: string, externalId: string) => string;
}

export interface TakenIn {
  readonly taken: number;
  /** Kept as a correction. */
  readonly corrected: number;
  /** Known by the time they came to the desk. */
  readonly known: number;
  /** What the desk refused, by row. */
  readonly faults: readonly ImportFault[];
  /** Why the desk takes nothing more; what came before is in, and comes as known with the same list again. */
  readonly stopped: 'StorageFull' | 'Busy' | null;
}

/** Commands on their way to the desk at one time: they share a commit, and others get their turn. */
const together = 50;

const isKnown = (code: string): boolean => code === 'IncidentExists' || code === 'IncidentKnown';

/** Takes in what is new of a list, and corrects what it says otherwise. Each is durable before the next fifty are given. */
export async function takeIn(orders: readonly ReadyOrder[], by: Actor, deps: OrderListDeps): Promise<TakenIn> {
  const { clock, desk, random, incidentId, corrections } = deps;
  let [taken, corrected, known] = [0, 0, 0];
  const faults: ImportFault[] = [];
  const { news, corrected: others } = sorted(orders, deps);
  const tasks = [
    ...news.map((order) => ({
      order,
      give: () => {
        const { file: _file, row: _row, ...told } = order;
        const now = clock.now();
        const id = incidentId(order.source, order.externalId);
        // JSON by its schema: only optional members are told apart by the type.
        const data = { ...told, wantsReply: order.wantsReply ?? 'yes', id, position: null } as unknown as Json;
        const command = { id: uuidv7(now, random.bytes(10)), type: 'ReceiveIncident', data, basedOn: {}, madeAt: now };
        return desk.submit(command, by);
      },
      done: () => (taken += 1),
    })),
    ...others.map(({ order, incident }) => ({
      order,
      give: () => corrections.take(incident, contentOf(order), by),
      done: () => (corrected += 1),
    })),
  ];
  for (let at = 0; at < tasks.length; at += together) {
    const answers = await Promise.all(
      tasks.slice(at, at + together).map(async (task) => ({ ...task, answer: await task.give() })),
    );
    for (const { order, done, answer } of answers) {
      if (answer?.status === 'unavailable')
        return { taken, corrected, known, faults, stopped: answer.code === 'StorageFull' ? 'StorageFull' : 'Busy' };
      if (answer?.status === 'accepted') done();
      else if (answer === undefined || isKnown(answer.refusal.code)) known += 1;
      else
        faults.push({
          ...{ file: order.file, row: order.row, column: '', field: String(answer.refusal.params['field'] ?? '') },
          ...{ code: answer.refusal.code, value: order.externalId },
        });
    }
  }
  return { taken, corrected, known, faults, stopped: null };
}
