/**
 * Orders that come again. What the source's own number stands for is one order; where it says something else than before,
 * that is a correction of it. The vault is read for comparing alone: nobody sees what is in it, and of what was erased
 * nothing is compared, nor brought back.
 */
import { createHash } from 'node:crypto';
import type { Caller, CorrectIncident } from '../../shared/domain/incident/commands.ts';
import type { IncidentState, Understanding } from '../../shared/domain/incident/state.ts';
import type { Actor, CommandAnswer, Unavailable } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Desk } from '../desk/port.ts';
import type { VaultStore } from '../journal/store.ts';
import type { Clock } from '../ports.ts';
import { correctionCommandId } from '../reactions/ids.ts';

/** An order as it reads now; what is undefined or null it does not say. */
export interface OrderContent {
  readonly via: CorrectIncident['via'];
  readonly actAt: number | null;
  /** WGS84. */
  readonly position: CorrectIncident['position'];
  readonly wantsReply: CorrectIncident['wantsReply'] | undefined;
  readonly understanding: Understanding;
  readonly personal: Caller;
}

export interface Corrections {
  /** What the order says otherwise than when it last came; empty: nothing. */
  changed(incident: IncidentState, order: OrderContent): CorrectIncident['changed'];
  /**
   * Keeps the correction; undefined where the order says nothing new. The same again, also at the same time, is one
   * correction.
   */
  take(incident: IncidentState, order: OrderContent, by: Actor): Promise<CommandAnswer | Unavailable | undefined>;
}

export interface CorrectionDeps {
  readonly vault: Pick<VaultStore, 'get'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly secret: Uint8Array;
}

const ofCaller = ['text', 'name', 'phone', 'address'] as const;

/** What the caller is known to have said until now; undefined where the vault has nothing of it any more. */
function saidBefore({ notes, personal }: IncidentState, vault: CorrectionDeps['vault']): Caller | undefined {
  const corrected = notes.filter((note) => note.of === 'IncidentCorrected');
  const ref = (corrected.length > 0 ? corrected.at(-1)?.personal : personal)?.ref;
  const record = ref === undefined ? undefined : vault.get(ref);
  return record === undefined ? undefined : (JSON.parse(record.content) as Caller);
}

export function createCorrections({ vault, desk, clock, secret }: CorrectionDeps): Corrections {
  function differing(
    incident: IncidentState,
    order: OrderContent,
    before: Caller | undefined,
  ): CorrectIncident['changed'] {
    const last = incident.corrections.at(-1);
    const { actAt, position, wantsReply, personal } = order;
    const changed: CorrectIncident['changed'] = [];
    for (const field of ofCaller) {
      const now = personal[field]?.trim();
      if (before !== undefined && now !== undefined && now !== '' && now !== (before[field] ?? '').trim())
        changed.push(field);
    }
    const sent = last?.asSent ?? incident.asSent;
    if (sent !== undefined && actAt !== null && actAt !== sent.actAt) changed.push('actAt');
    const { position: was } = sent ?? { position: null };
    if (sent !== undefined && position?.of === 'place' && (position.lon !== was?.lon || position.lat !== was.lat))
      changed.push('position');
    if (wantsReply !== undefined && wantsReply !== (last?.wantsReply ?? incident.wantsReply))
      changed.push('wantsReply');
    return changed;
  }

  return {
    changed: (incident, order) => differing(incident, order, saidBefore(incident, vault)),
    take(incident, order, by) {
      const before = saidBefore(incident, vault);
      const changed = differing(incident, order, before);
      if (changed.length === 0) return Promise.resolve(undefined);
      const { via, actAt, position, understanding, personal } = order;
      const wantsReply = order.wantsReply ?? incident.corrections.at(-1)?.wantsReply ?? incident.wantsReply;
      const isOfCaller = ofCaller.some((field) => changed.includes(field));
      const words = isOfCaller ? { personal: { ...before, ...personal } } : {};
      // JSON by its schema: only optional members are told apart by the type.
      const data = {
        ...{ incident: incident.id, via, changed, actAt, position, understanding, wantsReply, ...words },
      } as unknown as Json;
      // After a correction the same order may say otherwise again: so the id is of content and turn.
      const content = createHash('sha256').update(canonicalJson(data), 'utf8').digest('hex');
      const id = correctionCommandId(
        secret,
        { id: incident.id, at: incident.receivedAt },
        incident.corrections.length,
        content,
      );
      return desk.submit({ id, type: 'CorrectIncident', data, basedOn: {}, madeAt: clock.now() }, by);
    },
  };
}
