/** All accounts, and the one that was picked. */
import { useMemo, useState } from 'react';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AccountState } from '../../../shared/domain/account/state.ts';
import { useMay } from '../../hall/use-may.ts';
import { listed } from '../../i18n/say.ts';
import { grantText } from '../../office/account-words.ts';
import { useKeptHere } from '../../office/kept-here.tsx';
import { useNames } from '../../office/use-names.ts';
import { useDocuments } from '../../seat-client/hooks.ts';
import { AccountDetail } from './account-detail.tsx';
import { NewAccount } from './new-account.tsx';
import { Rows } from '../../ui/rows.tsx';

export function AccountsTab() {
  const { t } = useTranslation();
  const may = useMay();
  const names = useNames();
  const { opened, documents } = useDocuments('account');
  const [search, setSearch] = useState('');
  const [made, setMade] = useState<string>();
  const [chosen, setChosen] = useKeptHere<string | 'new'>('system.account');
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const rolesOf = (state: AccountState): string =>
      listed(
        t,
        state.grants.map((grant) => grantText(grant, names, t)),
      );
    return documents
      .map(({ state }) => ({ state, roles: rolesOf(state) }))
      .filter(({ state, roles }) => `${state.name} ${state.login} ${roles}`.toLowerCase().includes(wanted))
      .sort((a, b) => (a.state.login < b.state.login ? -1 : 1));
  }, [documents, search, names, t]);
  const shown = documents.find(({ state }) => state.id === chosen);
  const stateText = ({ disabled, leaver }: AccountState): string => {
    if (leaver) return t('system.leaver');
    return t(disabled ? 'system.disabled' : 'system.active');
  };
  const onMade = (id: string): void => {
    setMade(id);
    setChosen(id);
  };
  return (
    <>
      <div className="system__bar">
        <Input
          className="system__search"
          aria-label={t('system.search')}
          placeholder={t('system.search')}
          allowClear
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="office__note">{t('system.accountCount', { count: rows.length })}</span>
        {may.give('CreateAccount') && (
          <Button type="primary" className="system__push" onClick={() => setChosen('new')}>
            {t('system.newAccount')}
          </Button>
        )}
      </div>
      <div className="accounts">
        <Rows<(typeof rows)[number]>
          rows={opened ? rows : undefined}
          idOf={({ state }) => state.id}
          chosen={chosen}
          onPick={({ state }) => setChosen(state.id)}
          empty={t('system.noAccounts')}
          columns={[
            {
              title: t('system.name'),
              of: ({ state }) => (
                <button type="button" className="accounts__name" aria-pressed={state.id === chosen}>
                  {state.name}
                </button>
              ),
            },
            { title: t('system.login'), of: ({ state }) => state.login },
            { title: t('system.roles'), of: ({ roles }) => roles },
            {
              title: t('system.state'),
              of: ({ state }) => (
                <span className={state.disabled ? 'accounts__off' : ''}>
                  {stateText(state)}
                  {state.demo && ` · ${t('system.demo')}`}
                </span>
              ),
            },
          ]}
        />
        {chosen === 'new' && <NewAccount onMade={onMade} onCancel={() => setChosen(undefined)} />}
        {chosen !== 'new' && shown !== undefined && (
          <AccountDetail key={shown.state.id} account={shown} all={documents} isNew={made === shown.state.id} />
        )}
        {chosen !== 'new' && shown === undefined && <p className="office__note">{t('system.pick')}</p>}
      </div>
    </>
  );
}
