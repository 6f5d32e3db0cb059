/** The draft for the office whose matter it is (转办): filled from what is on record, the caller only where asked for. Pure. */
import type { TFunction } from 'i18next';
import type { Plates } from '../../shared/domain/district/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { isOfCaller } from '../hall/shown-place.ts';
import { clauses, listed } from '../i18n/say.ts';
import { toField } from '../office/instant-field.ts';

export type Foreign = Plates['matters'][number];

/** Matters of it that are another authority's by the pack. */
export function foreignMatters(
  { matter, also }: Pick<IncidentState, 'matter' | 'also'>,
  plates: Pick<Plates, 'matters'> | undefined,
): readonly Foreign[] {
  return [matter, ...also].flatMap((one) => plates?.matters.filter((row) => row.matter === one && !row.ours) ?? []);
}

export interface DraftCaller {
  readonly name?: unknown;
  readonly phone?: unknown;
  readonly text?: unknown;
}

export interface DraftAround {
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly siteName: string | undefined;
  /** Undefined: left out. */
  readonly caller: DraftCaller | undefined;
  /** Name of who is at the seat. */
  readonly by: string;
}

/** With its date: the draft is read elsewhere, and later. */
const dated = (at: number, offset: number): string => toField(at, offset).replace('T', ' ');

const said = (value: unknown): string => (typeof value === 'string' && value.trim() !== '' ? value.trim() : '—');

function doneText({ units, outcome }: IncidentState, { offset }: DraftAround, t: TFunction): string {
  const there = units.flatMap(({ unitName, arrivedAt }) =>
    arrivedAt === null ? [] : [t('papers.draft.doneUnit', { unit: unitName, time: dated(arrivedAt, offset) })],
  );
  const ended = outcome === null ? [] : [t('papers.draft.doneOutcome', { outcome: t(`outcome.${outcome.kind}`) })];
  const parts = [...there, ...ended];
  return parts.length === 0 ? t('papers.draft.nothingDone') : t('papers.draft.done', { done: clauses(t, ...parts) });
}

export function transferDraft(incident: IncidentState, of: Foreign, around: DraftAround, t: TFunction): string {
  const { now, offset, siteName, caller, by } = around;
  const { placing, number, externalId, headline, receivedAt, actAt, source, wantsReply } = incident;
  const road = listed(t, placing.roads);
  // A caller's own place is as personal as an address.
  const place = isOfCaller(incident) ? '' : (placing.name ?? road);
  const values = {
    ...{ number, headline, source: t(`source.${source}`) },
    external: externalId === null ? '' : ` / ${externalId}`,
    received: dated(receivedAt, offset),
    act: dated(actAt, offset),
    place: clauses(t, siteName ?? '', place) || t('papers.draft.place.unknown'),
  };
  const handling = of.handling === '' ? '' : t('punctuation.bracket', { name: '', note: of.handling });
  return [
    t('papers.draft.heading', { matter: of.name }),
    '',
    t('papers.draft.dear', { to: of.authority }),
    t('papers.draft.body', values),
    t('papers.draft.reason', { matter: of.name, handling }),
    doneText(incident, around, t),
    ...(caller === undefined
      ? [t('papers.draft.masked')]
      : [
          t('papers.draft.caller', { name: said(caller.name), phone: said(caller.phone) }),
          t('papers.draft.words', { text: said(caller.text) }),
        ]),
    t(wantsReply === 'yes' ? 'papers.draft.answer' : 'papers.draft.noAnswer'),
    '',
    t('papers.draft.signed', { name: by, time: dated(now, offset) }),
  ].join('\n');
}
