/** How often who did what in a period. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, minute } from '../../../shared/lib/time.ts';
import type { OfficeGranted } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { actionText } from '../../office/account-words.ts';
import { useAnswer } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubNow, useHubTime } from '../../seat-client/hooks.ts';
import { toField } from '../../office/instant-field.ts';
import { PeriodFields, periodOf } from '../../office/period-fields.tsx';
import { Rows } from '../../ui/rows.tsx';

type Row = OfficeGranted<'accessReport'>['rows'][number];

function Found({ from, to }: { readonly from: number; readonly to: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubTime();
  const { answer, again } = useAnswer({ ask: 'accessReport', from, to });
  if (answer !== undefined && answer.status !== 'granted') return <WhyNot why={answer} again={again} />;
  return (
    <Rows<Row>
      rows={answer?.body.rows}
      idOf={({ user, action }) => `${user} ${action}`}
      pageSize={50}
      empty={t('accessLog.none')}
      columns={[
        { title: t('accessLog.user'), of: ({ login, user }) => login ?? user },
        { title: t('accessLog.action'), of: ({ action }) => <span title={action}>{actionText(action, t)}</span> },
        { title: t('accessLog.count'), right: true, of: ({ count }) => count },
        { title: t('accessLog.last'), of: ({ lastAt }) => timeText(lastAt, now, offset) },
      ]}
    />
  );
}

export function AccessReport() {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubNow();
  const [typed, setTyped] = useState(() => {
    const to = now() + minute;
    return { from: toField(to - 7 * day, offset), to: toField(to, offset) };
  });
  const period = periodOf(typed, offset);
  return (
    <>
      <div className="system__bar">
        <PeriodFields period={typed} onChange={setTyped} />
      </div>
      {period === undefined ? <p role="alert">{t('grant.reversed')}</p> : <Found {...period} />}
    </>
  );
}
