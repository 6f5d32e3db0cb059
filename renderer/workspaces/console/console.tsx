/** 指挥台: queue, map and the selected incident on one screen; keyboard first. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { statusWord } from '../../hall/force.ts';
import { useHall } from '../../hall/hall.tsx';
import { codeText } from '../../i18n/say.ts';
import { useSelection } from '../../hall/selection.tsx';
import { isTyped, useIntakeDraft } from '../../hall/intake-draft.tsx';
import { arrivalButton } from '../../papers/papers-section.tsx';
import { AnswersDoor } from './answers-door.tsx';
import { RepeatsDoor } from './repeats-door.tsx';
import { AwaitedCard } from './awaited-card.tsx';
import { pressClaim } from './claim.tsx';
import { CommandLine } from './command-line.tsx';
import type { CommandLineHandle } from './command-line.tsx';
import { readCommand, verbsIn } from './commands.ts';
import type { Command } from './commands.ts';
import { Detail } from './detail.tsx';
import { HallMap } from './hall-map.tsx';
import { Intake } from './intake.tsx';
import { KeyHelp } from './key-help.tsx';
import { focusLife, useLifeSteps } from './life.tsx';
import { LookBack } from './look-back.tsx';
import { OverrideAsking } from './override.tsx';
import { Queue } from './queue.tsx';
import { etaText } from './recommended-unit.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useAwaitedReports } from '../../hall/pending.ts';
import { openOnes } from '../../hall/incident-order.ts';
import { filtered } from '../../hall/queue-filter.ts';
import { useOfHubTime, useStatus } from '../../seat-client/hooks.ts';
import { SiteCard, VideoPointCard } from './place-card.tsx';
import { focusReply } from './reply-box.tsx';
import { SosCameras } from './sos-cameras.tsx';
import type { Fix } from '../../hall/trail.ts';
import { UnitCard } from './unit-card.tsx';
import { nextUnacknowledged } from './next-alarm.ts';
import { useQueueViews } from './use-queue-views.ts';
import { useConsoleKeys } from './use-console-keys.ts';
import { useDo } from './use-do.ts';
import { useOthersSent } from './use-others-sent.ts';
import { usePresenceTold } from './use-presence-told.ts';
import { useRecommendation } from './use-recommendation.ts';
import { useSend } from './use-send.ts';
import './console.css';

/** The hall of now, or of the last two hours. */
export function Console() {
  const [back, setBack] = useState(false);
  const end = useCallback(() => setBack(false), []);
  if (back) return <LookBack onEnd={end} />;
  return (
    <OverrideAsking>
      <Present onLookBack={() => setBack(true)} />
    </OverrideAsking>
  );
}

function Present({ onLookBack }: { readonly onLookBack: () => void }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const hall = useHall();
  const { selected, select, before, looked, previewUnit, preview, picking, pick } = useSelection();
  const { draft, change } = useIntakeDraft();
  const may = useMay();
  const mayTakeIn = may.give('ReceiveIncident');
  const maySend = may.give('AssignUnit');
  const mayLookBack = may.ask('replay');
  const intakeOpen = draft.open && mayTakeIn;
  const openIntake = (): void => change({ open: true });
  /** The right side shows what was chosen; what was typed there is kept. */
  const show: typeof select = useCallback(
    (what) => {
      change({ open: false });
      select(what);
    },
    [change, select],
  );
  const [trail, setTrail] = useState<readonly Fix[] | null>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const [life, setLife] = useState<{ readonly incident: string; readonly type: string } | null>(null);
  const commandLine = useRef<CommandLineHandle>(null);

  const waiting = useMemo(() => openOnes(hall.incidents), [hall.incidents]);
  const views = useQueueViews();
  const { filter } = views;
  const [filterOpen, setFilterOpen] = useState(false);
  const user = useStatus().status?.user?.id ?? '';
  // Only a filter by lateness asks what time it is, and that to the half minute.
  const minuteNow = useOfHubTime((now) => (filter.late ? Math.floor(now / 30_000) * 30_000 : 0));
  const queued = useMemo(() => filtered(waiting, filter, user, minuteNow), [waiting, filter, user, minuteNow]);
  const document = selected?.kind === 'incident' ? hall.incidents.get(selected.id) : undefined;
  const incident = document?.state;
  const reports = useAwaitedReports();
  const awaited = selected?.kind === 'incident' ? reports.find(({ id }) => id === selected.id) : undefined;
  const worked = useRecommendation(maySend ? incident?.id : undefined, document?.version);
  const send = useSend(incident, worked);
  const doIt = useDo(incident);
  const lifeSteps = useLifeSteps(incident);
  const openLife = (type: string): void => {
    if (incident === undefined) return;
    setLife({ incident: incident.id, type });
    focusLife();
  };

  usePresenceTold(may.ask('presence'), document?.stream ?? null, previewUnit);
  useOthersSent(incident);

  const selectAt = useCallback(
    (index: number) => {
      const next = queued[index];
      if (next !== undefined) show({ kind: 'incident', id: next.id });
    },
    [queued, show],
  );

  /** Enter: sends who is shown, else shows who is best; where it must be asked, it stops there. */
  const confirm = useCallback(() => {
    // What the intake hides is not acted upon.
    if (incident === undefined || intakeOpen || !maySend) return;
    const say = (content: string): void => void message.open({ type: 'warning', content, key: 'stop' });
    if (worked === undefined) return say(t('console.working'));
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
    if (questions.length > 0) say(t('console.stopAsk'));
    else if (advice === 'send') say(t(first === undefined ? 'console.stopNobody' : 'console.stopServed'));
    else say(t(`console.stop_${advice}`));
    window.document.querySelector('[data-section="recommended"]')?.scrollIntoView({ block: 'nearest' });
  }, [incident, intakeOpen, maySend, worked, previewUnit, send, preview, message, t]);

  const nextAlarm = (): void => {
    const next = nextUnacknowledged(waiting, selected?.kind === 'incident' ? selected.id : null, looked);
    if (next !== undefined) show({ kind: 'incident', id: next.id });
    else void message.open({ type: 'info', content: t('console.allAcknowledged'), key: 'stop' });
  };

  useConsoleKeys({
    move: (by) => {
      const index = queued.findIndex(({ id }) => selected?.kind === 'incident' && id === selected.id);
      selectAt(index < 0 ? 0 : Math.min(Math.max(index + by, 0), queued.length - 1));
    },
    nextAlarm,
    unit: (rank) => {
      if (intakeOpen) return;
      const unit = worked?.recommendation.units.find((each) => each.rank === rank);
      if (unit !== undefined) preview(unit.unit);
    },
    confirm,
    back: () => {
      if (helpOpen) setHelpOpen(false);
      else if (picking) pick(false);
      else if (previewUnit !== null) preview(null);
      else if (intakeOpen) change({ open: false });
      else select(before === null ? null : { kind: 'incident', id: before });
    },
    commandLine: () => commandLine.current?.focus(),
    intake: () => {
      if (mayTakeIn) openIntake();
    },
    filter: () => setFilterOpen(true),
    view(digit) {
      const view = views.views.find((one) => one.digit === digit);
      if (digit === 0) views.clear();
      else if (view !== undefined) views.take(view);
    },
    life: () => focusLife(),
    arrivalPage: () => window.document.getElementById(arrivalButton)?.click(),
    claim: pressClaim,
    reply: () => focusReply(),
    help: () => setHelpOpen((open) => !open),
    excluded: () => {
      const rejected = window.document.querySelector<HTMLDetailsElement>('details.recommended__excluded');
      if (rejected === null) return;
      rejected.open = !rejected.open;
      if (rejected.open) rejected.scrollIntoView({ block: 'nearest' });
    },
    lookBack: () => {
      if (mayLookBack) onLookBack();
    },
  });

  const unitDetail = useCallback(
    (unit: UnitState) => {
      const ranked = worked?.recommendation.units.find(({ unit: id }) => id === unit.id);
      if (ranked === undefined) return t(`unitStatus.${statusWord(unit)}`);
      return etaText(ranked, t);
    },
    [worked, t],
  );
  const read = (text: string): readonly Command[] =>
    readCommand(text, {
      may,
      incidents: waiting,
      units: [...hall.units.values()].map(({ state }) => state),
      selected: incident,
      verbs: verbsIn(t),
      // Whoever knows the short forms of the Chinese names types them in any language.
      alsoCalled: verbsIn(i18n.getFixedT('zh-CN')),
      lifeSteps: lifeSteps.map(({ type }) => ({
        type,
        names: [codeText(t, 'command', type), codeText(i18n.getFixedT('zh-CN'), 'command', type)],
      })),
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
        return show({ kind: 'incident', id: command.incident });
      case 'unit':
        return show({ kind: 'unit', id: command.unit });
      case 'act':
        void doIt(command.type);
        return;
      case 'life':
        return openLife(command.type);
      case 'intake':
        return openIntake();
    }
  };

  return (
    <div className="console">
      <Queue
        {...{ views, filterOpen, queued: waiting, incidents: queued }}
        onFilterOpen={setFilterOpen}
        onSelect={show}
        onNext={nextAlarm}
      />
      <main className="console__middle">
        <h1 className="unseen">{t('nav.console')}</h1>
        <HallMap onSelect={show} trail={trail} />
        <SosCameras onSelect={show} />
        <div className="console__foot">
          <CommandLine
            ref={commandLine}
            read={read}
            onPreview={(command) => preview(command?.does === 'send' ? command.unit : null)}
            onRun={run}
          />
          {mayLookBack && (
            <button type="button" className="console__back" title={t('lookBack.hint')} onClick={onLookBack}>
              {t('lookBack.open')} <kbd>B</kbd>
            </button>
          )}
          <AnswersDoor />
          <RepeatsDoor />
        </div>
      </main>
      <aside className="console__right">
        {intakeOpen ? (
          <Intake />
        ) : document !== undefined ? (
          <Detail
            document={document}
            worked={worked}
            lifeStep={life?.incident === incident?.id ? (life?.type ?? null) : null}
            onLifeStep={(type) =>
              setLife(incident === undefined || type === null ? null : { incident: incident.id, type })
            }
          />
        ) : awaited !== undefined ? (
          <AwaitedCard report={awaited} />
        ) : selected?.kind === 'unit' ? (
          <UnitCard id={selected.id} onTrail={setTrail} />
        ) : selected?.kind === 'site' ? (
          <SiteCard id={selected.id} />
        ) : selected?.kind === 'videoPoint' ? (
          <VideoPointCard id={selected.id} />
        ) : (
          <div className="console__nothing">
            <p>{t('console.nothing')}</p>
            {mayTakeIn && (
              <button type="button" className="act act--main" onClick={openIntake}>
                {t('console.intake')}
              </button>
            )}
            <KeyHelp />
          </div>
        )}
        {mayTakeIn && !intakeOpen && isTyped(draft) && (
          <button type="button" className="act act--main console__kept" onClick={openIntake}>
            {t('intake.kept')}
          </button>
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
