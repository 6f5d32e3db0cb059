/** How this seat stands: who, link, age of the data, what was entered, duty mode. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isoTime, second } from '../../shared/lib/time.ts';
import type { SeatStatus, SessionUser } from '../../shared/wire/seat-api.ts';
import { codeText, listed } from '../i18n/say.ts';
import { useDocuments, useStatus } from '../seat-client/hooks.ts';
import { districtOffset } from '../ui/clock.tsx';
import { DataAge } from '../ui/data-age.tsx';
import { LinkMark } from '../ui/link-mark.tsx';
import { shownLink } from '../ui/link-state.ts';
import './status-page.css';

/** Clocks further apart than this are said. */
const offsetShownFrom = 2 * second;

interface CardProps {
  readonly name: string;
  readonly title: string;
  readonly value: ReactNode;
  readonly children?: ReactNode;
}

function Card({ name, title, value, children }: CardProps) {
  return (
    <section className="card" aria-label={title} data-card={name}>
      <h2 className="card__title">{title}</h2>
      <div className="card__value">{value}</div>
      <div className="card__notes">{children}</div>
    </section>
  );
}

/** `11-21 23:14:05`: a bare time would be wrong for what is older than a day. */
function shortTime(at: number): string {
  return isoTime(at, districtOffset).slice(5, 19).replace('T', ' ');
}

function DutyModeCard() {
  const { t } = useTranslation();
  const { link, asOf = 0 } = useStatus().status ?? {};
  const { opened, documents } = useDocuments('dutyMode');
  const mode = documents[0]?.state;
  if (mode !== undefined)
    return (
      <Card name="dutyMode" title={t('status.dutyMode')} value={t(`dutyMode.${mode.mode}`)}>
        <span>{t('status.dutyModeSince', { time: shortTime(mode.since) })}</span>
        {mode.reason !== '' && <span>{mode.reason}</span>}
      </Card>
    );
  // Before the hub was ever heard, or while documents still come in, nothing says that there is none.
  const known = opened && asOf > 0 && link !== 'catchingUp';
  return (
    <Card name="dutyMode" title={t('status.dutyMode')} value="—">
      <span>{known ? t('status.dutyModeNone') : t('status.dutyModeWaiting')}</span>
    </Card>
  );
}

function LinkCard({ status }: { readonly status: SeatStatus }) {
  const { t } = useTranslation();
  const link = shownLink(useStatus());
  return (
    <Card name="link" title={t('link.label')} value={<LinkMark />}>
      {link === 'offline' && <span>{t('link.offlineHint')}</span>}
      {link === 'shellDown' && <span>{t('link.shellDownHint')}</span>}
      {link === 'refused' && (
        <span>{t('link.refusedHint', { reason: codeText(t, 'link.reason', status.linkReason ?? '') })}</span>
      )}
      {status.hub !== null && (
        <span data-hub={status.hub}>
          {t(status.spareHub ? 'status.spareHub' : 'status.hub', { address: status.hub })}
        </span>
      )}
      <span>{t('status.seq', { seq: status.lastSeq })}</span>
    </Card>
  );
}

function AgeCard({ status }: { readonly status: SeatStatus }) {
  const { t } = useTranslation();
  const apart = Math.abs(status.clockOffset);
  return (
    <Card name="age" title={t('age.label')} value={<DataAge />}>
      {status.asOf > 0 && <span>{t('age.asOf', { time: shortTime(status.asOf) })}</span>}
      {!status.demoClock && apart >= offsetShownFrom && (
        <span className="card__warn">{t('status.clockOff', { seconds: Math.round(apart / second) })}</span>
      )}
    </Card>
  );
}

function OutboxCard({ status }: { readonly status: SeatStatus }) {
  const { t } = useTranslation();
  // Without its seat the page does not know what became of them.
  const known = useStatus().connection === 'up';
  const { pending, asking, refused } = status;
  return (
    <Card
      name="outbox"
      title={t('status.outbox')}
      value={
        <span className="counts">
          <span className="counts__one">
            <b>{pending}</b> {t('status.pending')}
          </span>
          <span className={asking > 0 ? 'counts__one counts__one--ask' : 'counts__one'}>
            <b>{asking}</b> {t('status.asking')}
          </span>
          <span className={refused > 0 ? 'counts__one counts__one--refused' : 'counts__one'}>
            <b>{refused}</b> {t('status.refused')}
          </span>
        </span>
      }
    >
      {known && pending + asking + refused === 0 && <span>{t('status.allSent')}</span>}
    </Card>
  );
}

function UserCard({ status, user }: { readonly status: SeatStatus; readonly user: SessionUser }) {
  const { t } = useTranslation();
  return (
    <Card name="user" title={t('status.user')} value={user.name}>
      <span>
        {user.roles.length === 0
          ? t('system.noneInForce')
          : listed(
              t,
              user.roles.map(({ role }) => t(`role.${role}`)),
            )}
      </span>
      <span>
        {t('status.seat')} {status.seat}
      </span>
    </Card>
  );
}

export function StatusPage({ status, user }: { readonly status: SeatStatus; readonly user: SessionUser }) {
  const { t } = useTranslation();
  return (
    <div className="status-page">
      <main className="status-page__middle">
        <h1 className="status-page__title">{t('status.title')}</h1>
        <div className="status-page__cards">
          <LinkCard status={status} />
          <AgeCard status={status} />
          <OutboxCard status={status} />
          <DutyModeCard />
          <UserCard status={status} user={user} />
        </div>
      </main>
    </div>
  );
}
