/** 代班 of one's own: who takes one's place and whose place one takes, for a time; naming it and ending it. */
import { useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeputyShown, RequestOf } from '../../shared/wire/seat-api.ts';
import { useOffset } from '../hall/offset.ts';
import { bracketed, listed } from '../i18n/say.ts';
import type { Grant } from '../office/account-words.ts';
import { grantText, periodText } from '../office/account-words.ts';
import { mayTakePlace } from '../office/deputies.ts';
import type { DeputyNamed } from '../office/deputy-form.tsx';
import { DeputyForm } from '../office/deputy-form.tsx';
import { useAnswer } from '../office/office.ts';
import { useGiven } from '../office/said.tsx';
import { WhyNot } from '../office/unanswered.tsx';
import { useNames } from '../office/use-names.ts';
import { Section } from '../ui/section.tsx';

interface NameProps {
  readonly own: string;
  readonly grants: readonly Grant[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function Name({ own, grants, onDone, onCancel }: NameProps) {
  const { t } = useTranslation();
  const { answer, again } = useAnswer({ ask: 'directory' });
  const { busy, give, said } = useGiven();
  const name = async ({ person, roles, ...more }: DeputyNamed): Promise<boolean> => {
    const data = { id: person, for: own, roles, ...more } as unknown as RequestOf<'submit'>['data'];
    const { status } = await give('NameDeputy', data, { id: person });
    if (status === 'done') onDone();
    return status === 'done';
  };
  if (answer !== undefined && answer.status !== 'granted') return <WhyNot why={answer} again={again} />;
  return (
    <DeputyForm
      keptAs={own}
      label={t('ownDeputies.who')}
      people={answer?.body.people
        .filter(({ id, roles }) => id !== own && mayTakePlace(roles, grants))
        .map(({ id, name: called, roles }) => ({
          value: id,
          label:
            roles.length === 0
              ? called
              : bracketed(
                  t,
                  called,
                  listed(
                    t,
                    roles.map((role) => t(`role.${role}`)),
                  ),
                ),
        }))}
      grantsOf={() => grants}
      busy={busy}
      said={said}
      onName={name}
      onCancel={onCancel}
    />
  );
}

interface ListProps {
  readonly places: readonly DeputyShown[];
  readonly text: 'ownDeputies.named' | 'ownDeputies.taken';
  readonly busy: boolean;
  readonly onEnd: (other: string) => void;
}

function List({ places, text, busy, onEnd }: ListProps) {
  const { t } = useTranslation();
  const names = useNames();
  const offset = useOffset();
  return places.map((place) => (
    <li key={place.account} className="deputies__one">
      <span>
        {t(text, {
          name: place.name,
          roles: listed(
            t,
            place.roles.map((grant) => grantText(grant, names, t)),
          ),
          period: periodText(place, offset, t),
        })}
      </span>
      <span className="office__note">{t('system.deputyReason', { reason: place.reason })}</span>
      <Button size="small" loading={busy} onClick={() => onEnd(place.account)}>
        {t('system.endDeputy')}
      </Button>
    </li>
  ));
}

/** @param own Id of the account. */
export function OwnDeputies({ own }: { readonly own: string }) {
  const { t } = useTranslation();
  const { answer, again } = useAnswer({ ask: 'deputies' });
  const { busy, give, said } = useGiven();
  const [naming, setNaming] = useState(false);
  const end = async (deputy: string, place: string): Promise<void> => {
    await give('EndDeputy', { id: deputy, for: place }, { id: deputy });
    again();
  };
  const told = answer?.status === 'granted' ? answer.body : undefined;
  return (
    <Section name="ownDeputies" title={t('system.deputies')}>
      <p className="office__note">{t('ownDeputies.hint')}</p>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      {told !== undefined && (
        <ul className="deputies">
          {told.named.length + told.taken.length === 0 && <li className="office__note">{t('system.noDeputies')}</li>}
          <List places={told.named} text="ownDeputies.named" busy={busy} onEnd={(deputy) => void end(deputy, own)} />
          <List places={told.taken} text="ownDeputies.taken" busy={busy} onEnd={(place) => void end(own, place)} />
        </ul>
      )}
      {said}
      {told !== undefined && told.grants.length > 0 && !naming && (
        <Button onClick={() => setNaming(true)}>{t('system.nameDeputy')}…</Button>
      )}
      {told !== undefined && naming && (
        <Name
          own={own}
          grants={told.grants}
          onDone={() => {
            setNaming(false);
            again();
          }}
          onCancel={() => setNaming(false)}
        />
      )}
    </Section>
  );
}
