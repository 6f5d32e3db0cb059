/** Who one is, and what one may do with that: the own account, the lock, giving the seat to somebody else. */
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import { useMay } from '../hall/use-may.ts';
import { useStatus } from '../seat-client/hooks.ts';
import { useLock } from './use-lock.ts';

interface Props {
  readonly user: SessionUser;
  readonly onAccount: () => void;
  readonly onSwitch: () => void;
}

export function UserMenu({ user, onAccount, onSwitch }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const lock = useLock();
  const { status } = useStatus();
  const name = (
    <span className="top-bar__name-text" title={user.name}>
      {user.name}
    </span>
  );
  // A wall has nobody in front of it who could unlock it. Who has no role left still leaves no open seat behind.
  if (status?.lockAfterMs === null) return <span className="top-bar__name">{name}</span>;
  const items = [
    ...(may.ask('ownAccount') ? [{ key: 'account', label: t('userMenu.account'), onClick: onAccount }] : []),
    { key: 'lock', label: t('userMenu.lock'), onClick: () => void lock() },
    {
      key: 'switch',
      label: t('userMenu.switch'),
      onClick: () => {
        void lock().then((isLocked) => {
          if (isLocked) onSwitch();
        });
      },
    },
  ];
  return (
    <Dropdown
      menu={{ items }}
      trigger={['click']}
      placement="bottomRight"
      // Within the bar, where who listens to the page finds it.
      getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
    >
      <button type="button" className="top-bar__name" aria-haspopup="menu">
        {name}
      </button>
    </Dropdown>
  );
}
