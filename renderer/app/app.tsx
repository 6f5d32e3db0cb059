/** What is on screen: nothing yet, the sign-in, or the hall. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatStatus, SessionUser } from '../../shared/wire/seat-api.ts';
import { HallProvider } from '../hall/hall.tsx';
import { IntakeDraftProvider } from '../hall/intake-draft.tsx';
import { SelectionProvider } from '../hall/selection.tsx';
import { useStatus } from '../seat-client/hooks.ts';
import { Unbroken } from '../ui/broken.tsx';
import { Failures } from '../ui/failures.tsx';
import { Console } from '../workspaces/console/console.tsx';
import { Shift } from '../workspaces/shift/shift.tsx';
import { pagesOf } from './pages.ts';
import type { Page } from './pages.ts';
import { SignIn } from './sign-in.tsx';
import { StatusPage } from './status-page.tsx';
import { TopBar } from './top-bar.tsx';
import { Waiting } from './waiting.tsx';
import { WallRoom } from './wall-room.tsx';
import './app.css';

/** What breaks around the pages is tried again by itself: a wall has nobody to press. */
const againAfterMs = 10_000;

function Room({ status, user }: { readonly status: SeatStatus; readonly user: SessionUser }) {
  const pages = pagesOf(user.roles);
  const [chosen, setChosen] = useState<Page>();
  // A role that was taken away takes its pages with it.
  const page = chosen !== undefined && pages.includes(chosen) ? chosen : (pages[0] ?? 'status');
  const bar = <TopBar user={user} page={page} pages={pages} onPage={setChosen} />;
  if (page === 'wall') return <WallRoom bar={bar} />;
  return (
    <div className="room">
      {bar}
      <Unbroken key={page}>
        {page === 'console' && <Console />}
        {page === 'shift' && <Shift />}
        {page === 'status' && <StatusPage status={status} user={user} />}
      </Unbroken>
    </div>
  );
}

function Screen() {
  const { t } = useTranslation();
  const { connection, status } = useStatus();
  if (connection === 'refused') return <Waiting title={t('shell.wrongSecret')} advice={t('shell.wrongSecretAdvice')} />;
  // Once told, the last status stays on screen while the seat is away; the link says so.
  if (status === undefined) return <Waiting title={t(connection === 'down' ? 'shell.down' : 'shell.connecting')} />;
  const { user } = status;
  if (user === null) return <SignIn />;
  return (
    <HallProvider>
      <SelectionProvider key={user.id}>
        <Room status={status} user={user} />
      </SelectionProvider>
    </HallProvider>
  );
}

export function App() {
  return (
    <Unbroken againAfter={againAfterMs}>
      <Failures />
      <IntakeDraftProvider>
        <Screen />
      </IntakeDraftProvider>
    </Unbroken>
  );
}
