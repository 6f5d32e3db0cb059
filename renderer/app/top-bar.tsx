import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import { Brand } from '../ui/brand.tsx';
import { Clock } from '../ui/clock.tsx';
import { DataAge } from '../ui/data-age.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { ThemeSwitch } from '../ui/theme-switch.tsx';
import './top-bar.css';

/** On every screen: what time it is, how true what one sees is, and who one is. */
export function TopBar({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const signOut = (): void => {
    seat.request('logout', {}).catch((error: unknown) => {
      // Without a seat nobody is signed in to it any more.
      if (!(error instanceof SeatLost)) throw error;
    });
  };
  return (
    <header className="top-bar">
      <Brand />
      <Clock />
      <span className="top-bar__truth">
        <LinkMark />
        <DataAge />
      </span>
      <span className="top-bar__user">
        <ThemeSwitch />
        <span className="top-bar__name">{user.name}</span>
        <Button type="text" onClick={signOut}>
          {t('status.signOut')}
        </Button>
      </span>
    </header>
  );
}
