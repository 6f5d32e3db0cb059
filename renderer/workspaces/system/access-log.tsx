/** Who logged in, was refused, and looked at what: newest first, by page, for whoever keeps the watch. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { day, minute } from '../../../shared/lib/time.ts';
import type { AccessEntryShown } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { actionText } from '../../office/account-words.ts';
import { useAnswer } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubNow } from '../../seat-client/hooks.ts';
import { toField } from './instant-field.ts';
import { PeriodFields, periodOf } from './period-fields.tsx';
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

type Column = 'user' | 'action' | 'subject';
const columns: readonly Column[] = ['user', 'action', 'subject'];
/** As the ask takes them. */
const longest: { readonly [C in Column]: number } = { user: 60, action: 60, subject: 120 };

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

function Found({ filter, offset }: { readonly filter: Filter; readonly offset: number }) {
  const { t } = useTranslation();
  const [before, setBefore] = useState<number | null>(null);
  const period = periodOf(filter, offset) ?? { from: 0, to: 0 };
  const { answer, again } = useAnswer({
    ask: 'accessLog',
    ...period,
    ...{ user: orNull(filter.user), action: orNull(filter.action), subject: orNull(filter.subject) },
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
          { title: t('accessLog.action'), of: ({ action }) => <span title={action}>{actionText(action)}</span> },
          { title: t('accessLog.subject'), of: ({ subject }) => subject },
          { title: t('accessLog.detail'), of: ({ detail }) => detail },
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
  const [typed, setTyped] = useState<Filter>(() => {
    const to = now() + minute;
    return { from: toField(to - day, offset), to: toField(to, offset), user: '', action: '', subject: '' };
  });
  const [filter, setFilter] = useState(typed);
  const wrong = periodOf(typed, offset) === undefined;
  const show = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong) setFilter({ ...typed });
  };
  return (
    <>
      <form className="system__bar" onSubmit={show}>
        <PeriodFields period={typed} onChange={(period) => setTyped({ ...typed, ...period })} />
        {columns.map((column) => (
          <label key={column} className="field">
            <span>{t(`accessLog.${column}`)}</span>
            <input
              value={typed[column]}
              maxLength={longest[column]}
              autoComplete="off"
              onChange={(event) => setTyped({ ...typed, [column]: event.target.value })}
            />
          </label>
        ))}
        <Button htmlType="submit" disabled={wrong}>
          {t('accessLog.show')}
        </Button>
        {wrong && (
          <span className="office__note" role="alert">
            {t('grant.reversed')}
          </span>
        )}
      </form>
      <Found key={JSON.stringify(filter)} filter={filter} offset={offset} />
    </>
  );
}
