/** 导入: files into registers and plates, looked at before anything goes in; and what was imported when, by whom. */
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { mayImport } from '../../../shared/domain/rules/permissions.ts';
import type { SessionUser } from '../../../shared/wire/seat-api.ts';
import { importedThings } from '../../../shared/wire/seat-api.ts';
import { useRegisterDoor } from '../../hall/register-door.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import { useStatus } from '../../seat-client/hooks.ts';
import { History } from './history.tsx';
import { ImportDeskView } from './desk.tsx';
import './imports.css';

const nobody: SessionUser['roles'] = [];

export function Imports() {
  const { t } = useTranslation();
  const roles = useStatus().status?.user?.roles ?? nobody;
  const may = useMay();
  const mayRegisters = may.ask('registersPage');
  const { toRegisters } = useRegisterDoor();
  const [tab, setTab] = useKeptHere<string>('imports.tab');
  const offered = importedThings.filter((thing) => roles.some(({ role }) => mayImport(thing, role)));
  return (
    <main className="imports">
      <h1 className="unseen">{t('nav.imports')}</h1>
      {mayRegisters && (
        <button type="button" className="act act--quiet imports__back" onClick={toRegisters}>
          {t('imports.back')}
        </button>
      )}
      <Tabs
        activeKey={tab ?? 'import'}
        onChange={setTab}
        destroyOnHidden
        items={[
          {
            key: 'import',
            label: t('imports.tab.import'),
            children:
              offered[0] === undefined ? (
                <p>{t('imports.notAllowed')}</p>
              ) : (
                <ImportDeskView offered={offered} first={offered[0]} />
              ),
          },
          // Who is sent no list of what was brought in would read that there was none.
          ...(may.hold('import') ? [{ key: 'history', label: t('imports.tab.history'), children: <History /> }] : []),
        ]}
      />
    </main>
  );
}
