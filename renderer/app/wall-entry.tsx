/** A wall logs in by itself with the token its address bore, and goes on trying while the hub cannot be reached. */
import { useEffect, useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSeat, useStatus } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { forgetToken } from '../seat-client/wall-token.ts';
import type { LoginFailure } from './login-form.tsx';
import { LoginForm, useLoginFailureText } from './login-form.tsx';
import { DoorPage } from './sign-in.tsx';

const againAfterMs = 10_000;
/** Trying again can help. */
const passing: ReadonlySet<string> = new Set(['Busy', 'HubUnreachable', 'LockedOut']);

export function WallEntry({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const { connection } = useStatus();
  const textOf = useLoginFailureText();
  const [failure, setFailure] = useState<LoginFailure>();
  const [byHand, setByHand] = useState(false);
  const up = connection === 'up';

  useEffect(() => {
    if (!up || byHand) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let alive = true;
    const enter = async (): Promise<void> => {
      let failed: LoginFailure = 'Lost';
      try {
        const answer = await seat.request('loginWall', { token });
        if (answer.status === 'signedIn') return;
        failed = answer;
      } catch (error) {
        if (!(error instanceof SeatLost)) throw error;
      }
      if (failed !== 'Lost' && failed.code === 'WrongToken') forgetToken(sessionStorage);
      if (!alive) return;
      setFailure(failed);
      if (failed === 'Lost' || passing.has(failed.code)) timer = setTimeout(() => void enter(), againAfterMs);
    };
    void enter();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [seat, token, up, byHand]);

  if (byHand)
    return (
      <DoorPage title={t('signIn.title')}>
        <LoginForm />
        <p className="sign-in__ways">
          <Button type="text" onClick={() => setByHand(false)}>
            {t('wallEntry.back')}
          </Button>
        </p>
      </DoorPage>
    );
  const goesOn = failure === undefined || failure === 'Lost' || passing.has(failure.code);
  return (
    <DoorPage title={t('wallEntry.title')}>
      <h2 className="sign-in__title">{t('wallEntry.title')}</h2>
      {failure !== undefined && <p role="alert">{textOf(failure)}</p>}
      <p>{t(goesOn ? 'wallEntry.goesOn' : 'wallEntry.ended')}</p>
      <p className="sign-in__ways">
        <Button onClick={() => setByHand(true)}>{t('wallEntry.byHand')}</Button>
      </p>
    </DoorPage>
  );
}
