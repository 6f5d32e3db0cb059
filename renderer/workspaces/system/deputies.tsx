/** Whose place somebody takes for a time, and naming that. */
import { useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { bracketed, listed } from '../../i18n/say.ts';
import { grantText, periodText } from '../../office/account-words.ts';
import type { DeputyNamed } from '../../office/deputy-form.tsx';
import { DeputyForm } from '../../office/deputy-form.tsx';
import { useGiven } from '../../office/said.tsx';
import { useNames } from '../../office/use-names.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import type { AccountDocument } from './account-document.ts';
import { asJson, timeOf } from './grant-rows.ts';

interface Props {
  readonly account: AccountDocument;
  readonly all: readonly AccountDocument[];
}

function Name({ account, all, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const { busy, give, said } = useGiven();
  const { id } = account.state;
  const others = all.filter(({ state }) => state.id !== id && !state.disabled);
  const name = async ({ person, roles, ...more }: DeputyNamed): Promise<boolean> => {
    const data = { id, for: person, roles: asJson(roles), ...more };
    const { status } = await give('NameDeputy', data, { id, version: account.version });
    if (status === 'done') onDone();
    return status === 'done';
  };
  return (
    <DeputyForm
      keptAs={id}
      label={t('system.deputyOf')}
      people={others.map(({ state }) => ({ value: state.id, label: bracketed(t, state.name, state.login) }))}
      grantsOf={(person) =>
        (others.find(({ state }) => state.id === person)?.state.grants ?? []).filter(
          (grant) => timeOf(grant, now) !== 'over',
        )
      }
      busy={busy}
      said={said}
      onName={name}
      onCancel={onDone}
    />
  );
}

export function Deputies({ account, all }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  const may = useMay();
  const { busy, give, said } = useGiven();
  const [naming, setNaming] = useState(false);
  const { id, deputyOf, disabled } = account.state;
  const nameOf = (other: string): string => all.find(({ state }) => state.id === other)?.state.name ?? other;
  const mayName = may.give('NameDeputy');
  return (
    <Section name="deputies" title={t('system.deputies')}>
      {deputyOf.length === 0 && <p className="office__note">{t('system.noDeputies')}</p>}
      <ul className="deputies">
        {deputyOf.map((place) => (
          <li key={place.for} className="deputies__one">
            <span>
              {t('system.deputyFor', {
                name: nameOf(place.for),
                roles: listed(
                  t,
                  place.roles.map((grant) => grantText(grant, names, t)),
                ),
                period: periodText(place, offset, t),
              })}
            </span>
            <span className="office__note">{t('system.deputyReason', { reason: place.reason })}</span>
            {may.give('EndDeputy') && (
              <Button
                size="small"
                loading={busy}
                onClick={() => void give('EndDeputy', { id, for: place.for }, { id, version: account.version })}
              >
                {t('system.endDeputy')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {said}
      {mayName && !disabled && !naming && <Button onClick={() => setNaming(true)}>{t('system.nameDeputy')}…</Button>}
      {naming && <Name account={account} all={all} onDone={() => setNaming(false)} />}
    </Section>
  );
}
