/** Who must have a second factor and has none sets it up before anything else. */
import type { ReactNode } from 'react';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SeatStatus } from '../../shared/wire/seat-api.ts';
import { useKeptHere } from '../office/kept-here.tsx';
import { SecondFactorSetUp } from '../office/second-factor.tsx';
import { SecretOnce } from '../office/secret-once.tsx';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { DoorPage } from './sign-in.tsx';

export function SecondFactorGate({ status, children }: { readonly status: SeatStatus; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const { message } = App.useApp();
  // Shown once: they stay until they were kept, whatever the status says meanwhile.
  const [codes, setCodes] = useKeptHere<readonly string[]>('recoveryCodes');
  const leave = (): void => {
    seat.request('logout', {}).catch((error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
      void message.open({ type: 'error', content: t('topBar.signOutLost'), key: 'signOut' });
    });
  };
  // Behind the lock nothing of this is shown; the codes are still here once it is opened.
  if (status.locked) return children;
  if (codes !== undefined)
    return (
      <DoorPage title={t('secondFactor.title')}>
        <SecretOnce
          title={t('secondFactor.codes')}
          advice={t('secondFactor.codesAdvice')}
          secrets={codes}
          onDone={() => setCodes(undefined)}
        />
      </DoorPage>
    );
  if (!status.secondFactorMissing) return children;
  return (
    <DoorPage title={t('secondFactor.title')}>
      <h2 className="sign-in__title">{t('secondFactor.title')}</h2>
      <p>{t('secondFactor.required', { name: status.user?.name ?? '' })}</p>
      <SecondFactorSetUp onCodes={setCodes} />
      <p className="sign-in__ways">
        <Button onClick={leave}>{t('status.signOut')}</Button>
      </p>
    </DoorPage>
  );
}
