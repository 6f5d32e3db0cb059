/** Who has an account and what it may do; keys of machines; the watch over who looked at what. */
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../hall/use-may.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import { AskedOperations } from '../../office/operations.tsx';
import { AccessLog } from './access-log.tsx';
import { AccessReport } from './access-report.tsx';
import { AccountsTab } from './accounts.tsx';
import { AllLogIns } from './all-log-ins.tsx';
import { Devices } from './devices.tsx';
import { Keys } from './keys.tsx';
import { Retention } from './retention.tsx';
import './system.css';

export function System() {
  const { t } = useTranslation();
  const may = useMay();
  const [tab, setTab] = useKeptHere<string>('system.tab');
  const tabs = [
    {
      key: 'accounts',
      may: may.ask('accountAccess') || may.ask('accessLog'),
      children: may.ask('accountAccess') ? (
        <AskedOperations>
          <AccountsTab />
        </AskedOperations>
      ) : (
        <AccountsTab />
      ),
    },
    { key: 'logIns', may: may.ask('accountAccess'), children: <AllLogIns /> },
    { key: 'keys', may: may.ask('accessKeys'), children: <Keys /> },
    { key: 'devices', may: may.ask('devices'), children: <Devices /> },
    { key: 'log', may: may.ask('accessLog'), children: <AccessLog /> },
    { key: 'report', may: may.ask('accessLog'), children: <AccessReport /> },
    { key: 'retention', may: may.ask('retention'), children: <Retention /> },
  ] as const;
  const mine = tabs.filter((each) => each.may);
  const first = mine[0]?.key ?? '';
  return (
    <main className="system">
      <h1 className="unseen">{t('nav.system')}</h1>
      <Tabs
        activeKey={mine.find(({ key }) => key === tab)?.key ?? first}
        onChange={setTab}
        // What is not on screen asks nothing of the hub.
        destroyOnHidden
        items={mine.map(({ key, children }) => ({ key, children, label: t(`system.tabs.${key}`) }))}
      />
    </main>
  );
}
