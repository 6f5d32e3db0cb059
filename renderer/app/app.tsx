/** What is on screen: nothing yet, the sign-in, or the hall. */
import { useTranslation } from 'react-i18next';
import { useStatus } from '../seat-client/hooks.ts';
import { SignIn } from './sign-in.tsx';
import { StatusPage } from './status-page.tsx';
import { Waiting } from './waiting.tsx';

export function App() {
  const { t } = useTranslation();
  const { connection, status } = useStatus();
  if (connection === 'refused') return <Waiting title={t('shell.wrongSecret')} advice={t('shell.wrongSecretAdvice')} />;
  // Once told, the last status stays on screen while the seat is away; the link says so.
  if (status === undefined) return <Waiting title={t(connection === 'down' ? 'shell.down' : 'shell.connecting')} />;
  return status.user === null ? <SignIn /> : <StatusPage status={status} user={status.user} />;
}
