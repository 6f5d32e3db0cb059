/** 指挥台: queue, map and the selected incident on one screen; keyboard first. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useSelection } from '../../hall/selection.tsx';
import { useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { CommandLine } from './command-line.tsx';
import type { CommandLineHandle } from './command-line.tsx';
import { readCommand } from './commands.ts';
import type { Command } from './commands.ts';
import { Detail } from './detail.tsx';
import { HallMap } from './hall-map.tsx';
import { Intake } from './intake.tsx';
import { KeyHelp } from './key-help.tsx';
import { Queue } from './queue.tsx';
import { isQueued, queueOrder } from '../../hall/incident-order.ts';
import { UnitCard } from './unit-card.tsx';
import { useConsoleKeys } from './use-console-keys.ts';
import { useDo } from './use-do.ts';
import { useRecommendation } from './use-recommendation.ts';
import { useSend } from './use-send.ts';
import './console.css';

export function Console() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const seat = useSeat();
  const hall = useHall();
  const { selected, select, previewUnit, preview, picking, pick } = useSelection();
  const [intakeOpen, setIntakeOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const commandLine = useRef<CommandLineHandle>(null);

  const queued = useMemo(
    () =>
      [...hall.incidents.values()]
        .map(({ state }) => state)
        .filter(isQueued)
        .sort(queueOrder),
    [hall.incidents],
  );
  const document = selected?.kind === 'incident' ? hall.incidents.get(selected.id) : undefined;
  const incident = document?.state;
  const worked = useRecommendation(document === undefined ? undefined : incident?.id, document?.version);
  const send = useSend(incident);
  const doIt = useDo(incident);

  // What other seats see of this one: what is open, and who is about to be sent.
  const openStream = document?.stream ?? null;
  const aboutUnit = previewUnit === null ? null : `unit/${previewUnit}`;
  useEffect(() => {
    const about = openStream === null || aboutUnit === null ? null : { incident: openStream, unit: aboutUnit };
    seat.request('presence', { open: openStream, about }).catch((error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
    });
  }, [seat, openStream, aboutUnit]);

  const selectAt = useCallback(
    (index: number) => {
      const next = queued[index];
      if (next !== undefined) select({ kind: 'incident', id: next.id });
    },
    [queued, select],
  );

  /** Enter: sends who is shown, else shows who is best; where it must be asked, it stops there. */
  const confirm = useCallback(() => {
    if (incident === undefined || worked === undefined) return;
    const { advice, units, questions } = worked.recommendation;
    const shown = units.find(({ unit }) => unit === previewUnit);
    if (shown !== undefined) {
      void send(shown);
      return;
    }
    const [first] = units;
    if (advice === 'send' && first !== undefined && incident.units.every(({ goneAt }) => goneAt !== null)) {
      preview(first.unit);
      return;
    }
    const stop = questions.length > 0 ? 'stopAsk' : advice === 'send' ? 'stopSent' : `stop_${advice}`;
    void message.warning(t(`console.${stop as 'stopAsk'}`));
    window.document.querySelector('[data-section="recommended"]')?.scrollIntoView({ block: 'nearest' });
  }, [incident, worked, previewUnit, send, preview, message, t]);

  useConsoleKeys({
    move: (by) => {
      const index = queued.findIndex(({ id }) => selected?.kind === 'incident' && id === selected.id);
      selectAt(index < 0 ? 0 : Math.min(Math.max(index + by, 0), queued.length - 1));
    },
    nextAlarm: () => {
      const index = queued.findIndex(({ acknowledged, id }) => acknowledged === null && id !== selected?.id);
      selectAt(Math.max(index, 0));
    },
    unit: (rank) => {
      const unit = worked?.recommendation.units.find((each) => each.rank === rank);
      if (unit !== undefined) preview(unit.unit);
    },
    confirm,
    back: () => {
      if (helpOpen) setHelpOpen(false);
      else if (picking) pick(false);
      else if (previewUnit !== null) preview(null);
      else if (intakeOpen) setIntakeOpen(false);
      else select(null);
    },
    commandLine: () => commandLine.current?.focus(),
    intake: () => setIntakeOpen(true),
    help: () => setHelpOpen((open) => !open),
  });

  const unitDetail = useCallback(
    (unit: UnitState) => {
      const ranked = worked?.recommendation.units.find(({ unit: id }) => id === unit.id);
      if (ranked === undefined) return t(`unitStatus.${unit.jobs.length > 0 ? 'busy' : unit.status}`);
      return ranked.etaMinutes === null
        ? t('recommended.etaUnknown')
        : t('recommended.eta', { minutes: Math.max(1, Math.round(ranked.etaMinutes)) });
    },
    [worked, t],
  );
  const read = (text: string): readonly Command[] =>
    readCommand(text, {
      incidents: queued,
      units: [...hall.units.values()].map(({ state }) => state),
      selected: incident,
      verbs: {
        send: t('verb.send'),
        open: t('verb.open'),
        acknowledge: t('verb.acknowledge'),
        tellLocal: t('verb.tellLocal'),
        assessAgain: t('verb.assessAgain'),
        close: t('verb.close'),
        intake: t('verb.intake'),
      },
      unitDetail,
      incidentDetail: ({ headline }) => headline,
    });
  const run = (command: Command): void => {
    switch (command.does) {
      case 'send': {
        const ranked = worked?.recommendation.units.find(({ unit }) => unit === command.unit);
        const jobs = hall.units.get(command.unit)?.state.jobs.length ?? 0;
        void send(ranked ?? { unit: command.unit, jobsBefore: jobs });
        return;
      }
      case 'open':
        return select({ kind: 'incident', id: command.incident });
      case 'unit':
        return select({ kind: 'unit', id: command.unit });
      case 'act':
        void doIt(command.type);
        return;
      case 'intake':
        return setIntakeOpen(true);
    }
  };

  return (
    <div className="console">
      <Queue incidents={queued} />
      <main className="console__middle">
        <h1 className="unseen">{t('nav.console')}</h1>
        <HallMap />
        <CommandLine
          ref={commandLine}
          read={read}
          onPreview={(command) => preview(command?.does === 'send' ? command.unit : null)}
          onRun={run}
        />
      </main>
      <aside className="console__right">
        {intakeOpen ? (
          <Intake onDone={() => setIntakeOpen(false)} />
        ) : document !== undefined ? (
          <Detail document={document} worked={worked} />
        ) : selected?.kind === 'unit' ? (
          <UnitCard id={selected.id} />
        ) : (
          <div className="console__nothing">
            <p>{t('console.nothing')}</p>
            <button type="button" className="act act--main" onClick={() => setIntakeOpen(true)}>
              {t('console.intake')}
            </button>
            <KeyHelp />
          </div>
        )}
        {helpOpen && (
          <div className="console__help" role="dialog" aria-label={t('keys.title')}>
            <KeyHelp />
          </div>
        )}
      </aside>
    </div>
  );
}
