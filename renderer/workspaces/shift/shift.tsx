/** 值班交班页: what happened in a report night, on screen and on A4. */
import { useMemo, useState } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { isoTime, minute } from '../../../shared/lib/time.ts';
import { useAnswerDoor } from '../../hall/answer-door.tsx';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { palettes } from '../../theme/tokens.ts';
import { linkTone, shownLink } from '../../ui/link-state.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import { LateButton, LateTable } from './late-table.tsx';
import { dutiesToHandOver } from './duties.ts';
import { figuresOf } from './figures.ts';
import { nightAt } from '../../hall/report-night.ts';
import { dutySpan, nightParts, nightsOf, reportSpan } from '../../hall/nights.ts';
import type { Span } from '../../hall/nights.ts';
import { permitsOf } from './permits.ts';
import { ReplyExport } from './reply-export.tsx';
import { Figures } from './shift-figures.tsx';
import { DutyList, IncidentList, PermitList } from './shift-lists.tsx';
import './shift.css';

/** The light tokens under names of their own: paper is white whatever hall it is printed in. */
const paper = Object.fromEntries(
  Object.entries(palettes.light).map(([token, colour]) => [
    `--paper-${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    colour,
  ]),
) as CSSProperties;

/** `2026-11-21 23:14` */
const fullTime = (at: number, offset: number): string => isoTime(at, offset).slice(0, 16).replace('T', ' ');

export function Shift() {
  const { t } = useTranslation();
  const [late, setLate] = useKeptHere<boolean>('shift.late');
  const { plates, opened, pack } = useHall();
  if (late === true) return <LateTable onBack={() => setLate(undefined)} />;
  if (plates !== undefined && opened)
    return <Sheet onLate={() => setLate(true)} dutyNight={plates.calendars.dutyNight} />;
  return <p className="shift shift--waiting">{t(opened && pack === undefined ? 'shift.noPack' : 'shift.waiting')}</p>;
}

function Sheet({
  dutyNight,
  onLate,
}: {
  readonly dutyNight: { readonly from: number; readonly to: number };
  readonly onLate: () => void;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const view = useStatus();
  const may = useMay();
  const { open } = useAnswerDoor();
  const { incidents: held, assignments, nightPermits, pack } = useHall();
  const all = useMemo(() => Array.from(held.values(), ({ state }) => state), [held]);
  const running = nightAt(now, dutyNight, offset);
  const nights = useMemo(
    () =>
      nightsOf(
        all.map(({ night }) => night),
        running,
      ),
    [all, running],
  );
  const [chosen, setChosen] = useState<string>();
  const night = chosen ?? running;
  const duty = useMemo(() => dutySpan(night, dutyNight, offset), [night, dutyNight, offset]);
  const incidents = useMemo(
    () => all.filter((incident) => incident.night === night).sort((a, b) => a.running - b.running),
    [all, night],
  );
  const figures = useMemo(
    () =>
      figuresOf(
        incidents,
        Array.from(assignments.values(), ({ state }) => state),
      ),
    [incidents, assignments],
  );
  const duties = useMemo(() => dutiesToHandOver(all.filter((incident) => incident.night <= night)), [all, night]);
  const permits = useMemo(
    () =>
      permitsOf(
        Array.from(nightPermits.values(), ({ state }) => state),
        duty,
        offset,
      ),
    [nightPermits, duty, offset],
  );

  const nightName = (date: string): string => t('shift.nightName', nightParts(date));
  const spanText = ({ from, to }: Span): string =>
    t('shift.span', { from: fullTime(from, offset), to: fullTime(to, offset) });
  const asOf = view.status?.asOf ?? 0;
  const tone = linkTone[shownLink(view)];
  const when = useMemo(() => ({ day: duty.from, offset }), [duty.from, offset]);
  const facts = [
    [t('shift.night'), nightName(night)],
    [t('shift.period'), spanText(reportSpan(night, dutyNight, offset))],
    [t('shift.duty'), spanText(duty)],
    [t('shift.asOf'), asOf === 0 ? t('shift.asOfUnknown') : isoTime(asOf, offset).slice(0, 19).replace('T', ' ')],
  ] as const;
  return (
    <div className="shift" style={paper}>
      <div className="shift__bar">
        <label className="shift__choice">
          {t('shift.night')}
          <select value={night} onChange={(event) => setChosen(event.target.value)}>
            {nights.map((each) => (
              <option key={each} value={each}>
                {each === running ? t('shift.nightRunning', { name: nightName(each) }) : nightName(each)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="act act--main" onClick={() => window.print()}>
          {t('shift.print')}
        </button>
        {may.give('NoteLateEntry') && <LateButton onOpen={onLate} />}
        {may.ask('answersPage') && (
          <button type="button" className="act" onClick={() => open(null)}>
            {t('answer.posts.title')}
          </button>
        )}
        <ReplyExport key={night} incidents={incidents} night={night} offset={offset} mayRead={may.ask('readCaller')} />
      </div>
      <main className="shift__sheet">
        <header className="shift__head">
          <p className="shift__bureau">{pack?.name}</p>
          <h1>{t('shift.title')}</h1>
          <dl>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <p className="shift__marks">
            {pack?.schematic === true && <span>{t('shift.schematic')}</span>}
            {view.status?.demoClock === true && <span>{t('shift.demoClock')}</span>}
            {tone !== 'ok' && (
              <span className="shift__cut" role="alert">
                {t(tone === 'cut' ? 'shift.cut' : 'shift.catchingUp')}
              </span>
            )}
          </p>
        </header>
        <Figures key={night} figures={figures} />
        <IncidentList incidents={incidents} when={when} />
        <DutyList duties={duties} now={Math.floor(now / minute) * minute} when={when} />
        <PermitList permits={permits} when={when} />
        <ul className="shift__signs">
          {(['outgoing', 'incoming', 'leader'] as const).map((who) => (
            <li key={who}>
              <span>{t(`shift.sign.${who}`)}</span>
              <span>{t('shift.sign.time')}</span>
            </li>
          ))}
        </ul>
        <p className="shift__foot">{t('shift.foot', { district: pack?.name ?? '', night: nightName(night) })}</p>
      </main>
    </div>
  );
}
