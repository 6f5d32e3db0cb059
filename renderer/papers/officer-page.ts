/**
 * 到场前一页: what an officer should know before the gate, each line with where it comes from and how old that is. Nothing of
 * whoever called is in it, not even the place they gave as their own; nothing is promised. Pure.
 */
import type { TFunction } from 'i18next';
import type { Assessment, IncidentState } from '../../shared/domain/incident/state.ts';
import type { Plates } from '../../shared/domain/district/state.ts';
import { looksFor, recordsFor } from '../../shared/domain/rules/arrival-looks.ts';
import { certificatesNeeded } from '../../shared/domain/rules/fitness.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';
import type { PastIncident } from '../../shared/wire/seat-api.ts';
import { clauses, listed } from '../i18n/say.ts';
import { timeText } from '../hall/words.ts';
import { isOfCaller } from '../hall/shown-place.ts';

type Provenance = SiteState['provenance'];

export interface PageLine {
  readonly text: string;
  /** Source and age. */
  readonly from: string;
  readonly stale?: boolean;
  /** To be ticked on paper. */
  readonly tick?: boolean;
}

export interface PagePart {
  readonly name: PartName;
  readonly lines: readonly PageLine[];
}

type PartName = 'place' | 'said' | 'assessment' | 'permit' | 'power' | 'contact' | 'history' | 'look' | 'record';

/** Who goes, as the hall has it. */
export interface PageUnit {
  readonly name: string;
  readonly certified: number;
  readonly auxiliary: number;
  /** Instant for which that was said, Unix ms; null: not known. */
  readonly asOf: number | null;
  readonly enforcer: { readonly name: string; readonly power: boolean; readonly transferTo: string | null } | null;
  readonly sentAt: number;
}

export interface PageAround {
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly plates: Plates | undefined;
  readonly site: SiteState | undefined;
  /** Of the permit that the assessment names. */
  readonly permit: { readonly number: string; readonly provenance: Provenance } | undefined;
  readonly units: readonly PageUnit[];
  /** Undefined: not told yet. */
  readonly past: readonly PastIncident[] | undefined;
  /** Whether what was before comes from the hub, or only from what this seat holds. */
  readonly pastOf: 'hub' | 'seat' | undefined;
}

const mostPast = 5;

/** @param t Of the language of the screen. */
export function officerPage(incident: IncidentState, around: PageAround, t: TFunction): readonly PagePart[] {
  const { now, offset, plates, site, permit, units, past, pastOf } = around;
  const at = (instant: number): string => timeText(instant, now, offset);
  const asOf = (source: string, instant: number): string => t('papers.asOf', { source, time: at(instant) });
  const fromRegister = ({ source, asOf: instant }: Provenance): string => asOf(source, instant);
  const fromPack = t('papers.ofPack', { name: plates?.name ?? '—' });
  const fromOrder = asOf(t(`source.${incident.source}`), incident.receivedAt);
  const { placing, matter } = incident;
  const view = incident.assessments.at(-1);

  const place: PageLine[] = [];
  if (site !== undefined) {
    place.push({ text: clauses(t, site.name, site.address), from: fromRegister(site.provenance) });
    if (incident.match.status !== 'certain') place.push({ text: t('papers.page.siteUnsure'), from: fromOrder });
  } else if (isOfCaller(incident)) place.push({ text: t('papers.page.placeUnknown'), from: fromOrder });
  else place.push({ text: placing.name ?? listed(t, placing.roads), from: fromOrder });
  if (placing.street !== null) place.push({ text: placing.street, from: fromPack });

  const said: PageLine[] = [
    {
      text: t('papers.page.matter', { matter: t(`matter.${matter}`), time: at(incident.actAt) }),
      from: fromOrder,
    },
    { text: incident.headline, from: fromOrder },
    ...(incident.confidential ? [{ text: t('papers.page.confidential'), from: fromOrder }] : []),
  ];

  const power: PageLine[] = units.flatMap((unit) => {
    const sent = asOf(t('papers.page.sent'), unit.sentAt);
    const people = {
      text: t('papers.page.people', { unit: unit.name, certified: unit.certified, auxiliary: unit.auxiliary }),
      from: unit.asOf === null ? t('papers.page.noAge') : asOf(t('papers.page.units'), unit.asOf),
    };
    const few = { text: t('papers.page.few', { needed: certificatesNeeded }), from: fromPack, stale: true };
    const { enforcer } = unit;
    const acting =
      enforcer === null
        ? []
        : [
            {
              text: enforcer.power
                ? t('papers.page.enforcer', { name: enforcer.name })
                : t('papers.page.enforcerWithout', { name: enforcer.name, to: enforcer.transferTo ?? '—' }),
              from: sent,
            },
          ];
    return [people, ...(unit.certified < certificatesNeeded ? [few] : []), ...acting];
  });

  const all: PagePart[] = [
    { name: 'place', lines: place },
    { name: 'said', lines: said },
    { name: 'assessment', lines: view === undefined ? [] : assessmentLines(view, around, t, fromPack) },
    { name: 'permit', lines: view === undefined ? [] : permitLines(view, permit, around, t) },
    {
      name: 'power',
      lines: [
        ...(power.length === 0 ? [{ text: t('papers.page.nobodySent'), from: t('papers.page.now') }] : power),
        { text: t('papers.page.twoOfficers', { needed: certificatesNeeded }), from: t('papers.page.law') },
      ],
    },
    { name: 'contact', lines: contactLines(site, t) },
    { name: 'history', lines: historyLines(past, pastOf, t, at) },
    {
      name: 'look',
      lines: looksFor(matter).map((one) => ({ text: t(`papers.page.look.${one}`), from: '', tick: true })),
    },
    {
      name: 'record',
      lines: recordsFor(matter).map((one) => ({ text: t(`papers.page.record.${one}`), from: '', tick: true })),
    },
  ];
  return all;
}

function assessmentLines(
  view: Assessment,
  { now, offset, plates }: PageAround,
  t: TFunction,
  fromPack: string,
): readonly PageLine[] {
  const at = (instant: number): string => timeText(instant, now, offset);
  const unconfirmed = t('papers.page.unconfirmed');
  const worked = t('papers.asOf', { source: t('papers.page.rules'), time: at(view.judgedAt) });
  const stalls = view.stall?.place ?? null;
  return [
    {
      text: t('papers.page.view', {
        kind: view.stall === undefined ? t(`assessment.${view.kind}`) : t(`stallSays.${view.stall.says}`),
        time: at(view.actAt),
      }),
      from: worked,
    },
    ...(stalls === null
      ? []
      : [
          { text: clauses(t, stalls.name, stalls.keeper), from: worked },
          ...stalls.conditions.map((text) => ({ text, from: stalls.name, tick: true })),
        ]),
    ...view.registers.map(({ register, source, asOf, stale }) => ({
      text: t(`register.${register}`),
      from: asOf === null ? clauses(t, source, t('papers.page.noAge')) : t('papers.asOf', { source, time: at(asOf) }),
      stale,
    })),
    ...(view.quietPeriod === null
      ? []
      : [{ text: clauses(t, view.quietPeriod.name, view.quietPeriod.basis), from: worked }]),
    ...(view.notice === null
      ? []
      : [{ text: t('papers.page.notice', { number: view.notice.number, time: at(view.notice.from) }), from: worked }]),
    ...view.legalBases.map(({ id, title, article, confirmed }) => {
      const basis = plates?.legalBases.find((one) => one.id === id);
      const since = basis === undefined ? '' : t('papers.page.inForce', { date: basis.effectiveFrom });
      return {
        text: clauses(t, `${title} ${article}`, since, confirmed || article.includes(unconfirmed) ? '' : unconfirmed),
        from: fromPack,
        stale: !confirmed,
      };
    }),
  ];
}

function permitLines(
  { permit, kind }: Assessment,
  entry: PageAround['permit'],
  { now, offset }: PageAround,
  t: TFunction,
): readonly PageLine[] {
  if (permit === null) return [{ text: t('papers.page.noPermit'), from: t(`assessment.${kind}`) }];
  const at = (instant: number): string => timeText(instant, now, offset);
  const from =
    entry === undefined
      ? t('papers.page.noAge')
      : t('papers.asOf', { source: entry.provenance.source, time: at(entry.provenance.asOf) });
  const values = {
    paper: permit.paper,
    number: permit.number,
    work: permit.work,
    from: at(permit.from),
    to: at(permit.to),
  };
  return [
    { text: t('papers.page.permit', values), from },
    ...permit.conditions.map((text) => ({ text, from, tick: true })),
    { text: t('papers.page.atTheGate'), from: '', tick: true },
  ];
}

function contactLines(site: SiteState | undefined, t: TFunction): readonly PageLine[] {
  if (site === undefined) return [{ text: t('papers.page.noSite'), from: '' }];
  const { nightContact } = site;
  if (nightContact === undefined)
    return [{ text: t('papers.page.noContact'), from: site.provenance.source, stale: true }];
  const { label, phone, checkedOn } = nightContact;
  return [{ text: `${label} ${phone}`, from: t('papers.page.checked', { date: checkedOn }) }];
}

function historyLines(
  past: readonly PastIncident[] | undefined,
  of: PageAround['pastOf'],
  t: TFunction,
  at: (instant: number) => string,
): readonly PageLine[] {
  const from = t(of === 'seat' ? 'papers.page.ofSeat' : 'papers.page.ofHub');
  if (past === undefined) return [{ text: t('papers.page.pastUnknown'), from: '' }];
  if (past.length === 0) return [{ text: t('papers.page.pastNone'), from }];
  return past.slice(0, mostPast).map(({ number, receivedAt, headline, assessment, outcome, relapses }) => ({
    text: clauses(
      t,
      `${number} ${at(receivedAt)}`,
      headline,
      assessment === null ? '' : t(`assessment.${assessment}`),
      outcome === null ? '' : t(`outcome.${outcome}`),
      relapses === 0 ? '' : t('papers.page.relapses', { count: relapses }),
    ),
    from,
  }));
}

/** All of it as lines of text. */
export function pageText(title: string, all: readonly PagePart[], t: TFunction): string {
  const lines = all.flatMap(({ name, lines: of }) => [
    `【${t(`papers.part.${name}`)}】`,
    ...of.map(({ text, from, tick }) => `${tick === true ? '□ ' : ''}${text}${from === '' ? '' : `〔${from}〕`}`),
  ]);
  return [title, ...lines, t('papers.notice')].join('\n');
}
