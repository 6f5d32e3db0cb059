/** What is on screen: nothing yet, the sign-in, or the hall. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatStatus, SessionUser } from '../../shared/wire/seat-api.ts';
import { Find } from '../find/find.tsx';
import { ClaimNews } from '../hall/claim-news.tsx';
import { HallProvider } from '../hall/hall.tsx';
import { IntakeDraftProvider } from '../hall/intake-draft.tsx';
import { KeptProvider } from '../hall/kept.tsx';
import { RegisterDoorProvider } from '../hall/register-door.tsx';
import { SelectionProvider } from '../hall/selection.tsx';
import { FilesDeskProvider } from '../files/files-desk.tsx';
import { KeptHereProvider } from '../office/kept-here.tsx';
import { mayOf } from '../hall/use-may.ts';
import { rememberedLanguage, speak } from '../i18n/language.ts';
import { useStatus } from '../seat-client/hooks.ts';
import { Unbroken } from '../ui/broken.tsx';
import { Failures } from '../ui/failures.tsx';
import { Console } from '../workspaces/console/console.tsx';
import { Duty } from '../workspaces/duty/duty.tsx';
import { Imports } from '../workspaces/imports/imports.tsx';
import { Video } from '../workspaces/video/video.tsx';
import { Replay } from '../workspaces/replay/replay.tsx';
import { Repeats } from '../workspaces/repeats/repeats.tsx';
import { Answers } from '../workspaces/answers/answers.tsx';
import { DutyLog } from '../workspaces/log/log.tsx';
import { Urgent } from '../workspaces/urgent/urgent.tsx';
import { Attendance } from '../workspaces/attendance/attendance.tsx';
import { Roster } from '../workspaces/roster/roster.tsx';
import { Registers } from '../workspaces/registers/registers.tsx';
import { Shift } from '../workspaces/shift/shift.tsx';
import { System } from '../workspaces/system/system.tsx';
import { AccountPage } from './account-page.tsx';
import { LockScreen } from './lock-screen.tsx';
import { AnswerDoorProvider, answersAddress } from '../hall/answer-door.tsx';
import { RepeatDoorProvider } from '../hall/repeat-door.tsx';
import { UrgentDoorProvider } from '../hall/urgent-door.tsx';
import { pagesOf } from './pages.ts';
import type { Page } from './pages.ts';
import { SecondFactorGate } from './second-factor-gate.tsx';
import { SignIn } from './sign-in.tsx';
import { StatusPage } from './status-page.tsx';
import { TopBar } from './top-bar.tsx';
import { useActive, useLockKey } from './use-lock.ts';
import { Waiting } from './waiting.tsx';
import { WallEntry } from './wall-entry.tsx';
import { WallRoom } from './wall-room.tsx';
import './app.css';

/** What breaks around the pages is tried again by itself: a wall has nobody to press. */
const againAfterMs = 10_000;

function Room({ status, user }: { readonly status: SeatStatus; readonly user: SessionUser }) {
  const pages = pagesOf(user.roles);
  const [ownWindow] = useState(() => answersAddress(window.location.hash));
  const [chosen, setChosen] = useState<Page | undefined>(ownWindow === undefined ? undefined : 'answers');
  const [switching, setSwitching] = useState(false);
  const toRegisters = useCallback(() => setChosen('registers'), []);
  const toImports = useCallback(() => setChosen('imports'), []);
  const toAnswers = useCallback(() => setChosen('answers'), []);
  const toRepeats = useCallback(() => setChosen('repeats'), []);
  const toRoster = useCallback(() => setChosen('roster'), []);
  const toAttendance = useCallback(() => setChosen('attendance'), []);
  const toLog = useCallback(() => setChosen('log'), []);
  const toUrgent = useCallback(() => setChosen('urgent'), []);
  const toDuty = useCallback(() => setChosen('duty'), []);
  const toConsole = useCallback(() => setChosen('console'), []);
  const [finding, setFinding] = useState(false);
  const { locked } = status;
  useLockKey(!locked && status.lockAfterMs !== null);
  // Unlocked, it is again the seat of who it was.
  useEffect(() => {
    if (!locked) return undefined;
    return () => setSwitching(false);
  }, [locked]);
  if (locked) return <LockScreen status={status} user={user} switching={switching} onSwitching={setSwitching} />;
  // A role that was taken away takes its pages with it.
  const page = chosen !== undefined && pages.includes(chosen) ? chosen : (pages[0] ?? 'status');
  const bar = (
    <TopBar
      user={user}
      page={page}
      pages={pages}
      onPage={setChosen}
      onSwitch={() => setSwitching(true)}
      onFind={() => setFinding(true)}
    />
  );
  return (
    <HallProvider>
      <ClaimNews />
      <FilesDeskProvider>
        <RegisterDoorProvider onOpen={toRegisters} onImports={toImports}>
          <AnswerDoorProvider onOpen={toAnswers} first={ownWindow?.incident ?? null}>
            <RepeatDoorProvider onOpen={toRepeats} onIncident={toConsole}>
              <UrgentDoorProvider onOpen={toUrgent} onIncident={toConsole}>
                {mayOf(user.roles).ask('search') && (
                  <Find
                    open={finding}
                    onOpen={setFinding}
                    console={pages.includes('console')}
                    registers={pages.includes('registers')}
                    toConsole={toConsole}
                  />
                )}
                {page === 'wall' ? (
                  <WallRoom bar={bar} />
                ) : (
                  <div className="room">
                    {ownWindow === undefined && bar}
                    <Unbroken key={page}>
                      {page === 'console' && <Console />}
                      {page === 'duty' && (
                        <Duty
                          onRoster={pages.includes('roster') ? toRoster : undefined}
                          onAttendance={pages.includes('attendance') ? toAttendance : undefined}
                          onLog={pages.includes('log') ? toLog : undefined}
                          onUrgent={pages.includes('urgent') ? toUrgent : undefined}
                        />
                      )}
                      {page === 'attendance' && <Attendance onDuty={pages.includes('duty') ? toDuty : undefined} />}
                      {page === 'log' && <DutyLog onDuty={pages.includes('duty') ? toDuty : undefined} />}
                      {page === 'urgent' && (
                        <Urgent
                          onDuty={pages.includes('duty') ? toDuty : undefined}
                          hasConsole={pages.includes('console')}
                        />
                      )}
                      {page === 'roster' && <Roster onDuty={pages.includes('duty') ? toDuty : undefined} />}
                      {page === 'video' && <Video />}
                      {page === 'registers' && <Registers />}
                      {page === 'imports' && <Imports />}
                      {page === 'answers' && <Answers ownWindow={ownWindow !== undefined} />}
                      {page === 'repeats' && <Repeats />}
                      {page === 'shift' && <Shift />}
                      {page === 'replay' && <Replay />}
                      {page === 'system' && <System />}
                      {page === 'status' && <StatusPage status={status} user={user} />}
                      {page === 'account' && <AccountPage user={user} />}
                    </Unbroken>
                  </div>
                )}
              </UrgentDoorProvider>
            </RepeatDoorProvider>
          </AnswerDoorProvider>
        </RegisterDoorProvider>
      </FilesDeskProvider>
    </HallProvider>
  );
}

function Screen({ wallToken }: Props) {
  const { t } = useTranslation();
  const { connection, status } = useStatus();
  const who = status?.user?.id;
  // Each person's own language; nobody's is the seat's.
  useEffect(() => void speak(rememberedLanguage(who)), [who]);
  useActive();
  if (connection === 'refused') return <Waiting title={t('shell.wrongSecret')} advice={t('shell.wrongSecretAdvice')} />;
  // Once told, the last status stays on screen while the seat is away; the link says so.
  if (status === undefined) return <Waiting title={t(connection === 'down' ? 'shell.down' : 'shell.connecting')} />;
  const { user } = status;
  if (user === null) return wallToken === undefined ? <SignIn /> : <WallEntry token={wallToken} />;
  return (
    <KeptHereProvider key={user.id}>
      <SecondFactorGate status={status}>
        <SelectionProvider>
          <Room status={status} user={user} />
        </SelectionProvider>
      </SecondFactorGate>
    </KeptHereProvider>
  );
}

interface Props {
  /** The address was that of a wall. */
  readonly wallToken: string | undefined;
}

export function App({ wallToken }: Props) {
  return (
    <Unbroken againAfter={againAfterMs}>
      <Failures />
      <KeptProvider>
        <IntakeDraftProvider>
          <Screen wallToken={wallToken} />
        </IntakeDraftProvider>
      </KeptProvider>
    </Unbroken>
  );
}
