/** Who logged in, was refused, and looked at what: newest first, by page, for whoever keeps the watch. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { day, minute } from '../../../shared/lib/time.ts';
import type { AccessEntryShown } from '../../../shared/wire/seat-api.ts';
import { loggedActions } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { actionText, detailText, subjectText } from '../../office/account-words.ts';
import { useAnswer } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubNow } from '../../seat-client/hooks.ts';
import { toField } from '../../office/instant-field.ts';
import { PeriodFields, periodOf } from '../../office/period-fields.tsx';
import { civilDate, clockTime } from '../../../shared/lib/time.ts';
import { Rows } from '../../ui/rows.tsx';

const rowsAPage = 50;

interface Filter {
  readonly from: string;
  readonly to: string;
  readonly user: string;
  readonly action: string;
  readonly subject: string;
}

type Column = 'user' | 'subject';
/** As the ask takes them. */
const longest: { readonly [C in Column]: number } = { user: 60, subject: 120 };

/** What is looked for, once it was asked for. */
interface Wanted extends Pick<Filter, 'user' | 'action' | 'subject'> {
  /** Unix ms. */
  readonly from: number;
  readonly to: number;
  /** Asked for so many times: the same once more is looked up anew. */
  readonly turn: number;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function Found({ wanted, offset }: { readonly wanted: Wanted; readonly offset: number }) {
  const { t } = useTranslation();
  const [before, setBefore] = useState<number | null>(null);
  const { from, to, user, action, subject } = wanted;
  const { answer, again } = useAnswer({
    ask: 'accessLog',
    ...{ from, to },
    ...{ user: orNull(user), action: orNull(action), subject: orNull(subject) },
    ...{ before, limit: rowsAPage },
  });
  const page = answer?.status === 'granted' ? answer.body : undefined;
  const last = page?.entries.at(-1)?.number;
  return (
    <>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      <Rows<AccessEntryShown>
        rows={answer === undefined ? undefined : (page?.entries ?? [])}
        idOf={({ number }) => number}
        pageSize={rowsAPage}
        empty={t('accessLog.none')}
        columns={[
          { title: t('accessLog.number'), of: ({ number }) => number },
          {
            title: t('accessLog.at'),
            of: ({ at }) => `${civilDate(at, offset)} ${clockTime(at, offset, true)}`,
          },
          { title: t('accessLog.user'), of: ({ login, user }) => login ?? user },
          { title: t('accessLog.seat'), of: ({ seat }) => seat },
          { title: t('accessLog.action'), of: ({ action }) => <span title={action}>{actionText(action, t)}</span> },
          { title: t('accessLog.subject'), of: ({ action, subject }) => subjectText(action, subject, t) },
          { title: t('accessLog.detail'), of: ({ action, detail }) => detailText(action, detail, offset, t) },
        ]}
      />
      <p className="office__row">
        {before !== null && <Button onClick={() => setBefore(null)}>{t('accessLog.later')}</Button>}
        {page?.more === true && last !== undefined && (
          <Button onClick={() => setBefore(last)}>{t('accessLog.earlier')}</Button>
        )}
      </p>
    </>
  );
}

export function AccessLog() {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubNow();
  const [typed, setTyped] = useState<Filter>(() => ({
    ...{ from: toField(now() - day, offset), to: '', user: '', action: '', subject: '' },
  }));
  const wantedOf = (filter: Filter, turn: number): Wanted | undefined => {
    // The field knows whole minutes, and the present one is not over.
    const period = periodOf(
      { from: filter.from, to: filter.to === '' ? toField(now() + minute, offset) : filter.to },
      offset,
    );
    const { user, action, subject } = filter;
    return period && { ...period, user, action, subject, turn };
  };
  const [wanted, setWanted] = useState(() => wantedOf(typed, 0));
  const wrong = wantedOf(typed, 0) === undefined;
  const show = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong) setWanted(wantedOf(typed, (wanted?.turn ?? 0) + 1));
  };
  const column = (name: Column) => (
    <label className="field">
      <span>{t(`accessLog.${name}`)}</span>
      <input
        value={typed[name]}
        maxLength={longest[name]}
        autoComplete="off"
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </label>
  );
  return (
    <>
      <form className="system__bar" onSubmit={show}>
        <PeriodFields period={typed} onChange={(period) => setTyped({ ...typed, ...period })} />
        {column('user')}
        <label className="field">
          <span>{t('accessLog.action')}</span>
          <select value={typed.action} onChange={(event) => setTyped({ ...typed, action: event.target.value })}>
            <option value="">{t('accessLog.anyAction')}</option>
            {loggedActions.map((action) => (
              <option key={action} value={action}>
                {actionText(action, t)}
              </option>
            ))}
          </select>
        </label>
        {column('subject')}
        <Button htmlType="submit" disabled={wrong}>
          {t('accessLog.show')}
        </Button>
        <span className="office__note" role={wrong ? 'alert' : undefined}>
          {t(wrong ? 'grant.reversed' : 'accessLog.untilNow')}
        </span>
      </form>
      {wanted !== undefined && <Found key={JSON.stringify(wanted)} wanted={wanted} offset={offset} />}
    </>
  );
}
