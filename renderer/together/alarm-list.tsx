/** The one list of alarms of the hall, behind its count in the top bar; opened by A. */
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../hall/use-may.ts';
import { useDocuments, useHubTime, useStatus } from '../seat-client/hooks.ts';
import { useOpenBox } from '../ui/use-open-box.ts';
import { isToldTo } from './alarms.ts';
import { loadOf, openInOrder, pressing } from './alarm-order.ts';
import { AlarmRow } from './alarm-row.tsx';
import { asideKey, putAside, useAside } from './put-aside.ts';
import { RaiseCall } from './raise-call.tsx';
import { SosCall } from './sos-call.tsx';
import './together.css';
import './alarm-list.css';

export function AlarmList({
  incidents,
}: {
  /** Incidents that are alarms by themselves. */ readonly incidents: number;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const may = useMay();
  const person = useStatus().status?.user;
  const user = person?.id ?? '';
  const aside = useAside();
  const { documents } = useDocuments('alarm');
  const { open, toggle, box, button } = useOpenBox('a');
  const alarms = useMemo(() => documents.map(({ state }) => state), [documents]);
  const versions = useMemo(() => new Map(documents.map(({ state, version }) => [state.id, version])), [documents]);
  const listed = openInOrder(alarms);
  const count = incidents + pressing(alarms);
  const call = listed.find(
    (one) =>
      one.kind === 'sos' &&
      (one.stage === 'raised' || (isToldTo(one, user, person?.roles ?? []) && !aside.has(asideKey(user, one)))),
  );
  const load = loadOf(alarms, now);
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('.alarm button')?.focus();
  }, [open, box]);
  return (
    <span className="glance alarms" data-glance="alarms" ref={box}>
      <button
        ref={button}
        type="button"
        className="alarms__sign"
        aria-expanded={open}
        title={t('alarms.hint')}
        onClick={toggle}
      >
        <span className="glance__name">{t('topBar.alarms')}</span>{' '}
        <b className={count > 0 ? 'glance--alarm' : ''}>{count}</b>
      </button>
      {call !== undefined && (
        <SosCall
          key={call.id}
          alarm={call}
          version={versions.get(call.id) ?? 0}
          onPutAside={() => putAside(asideKey(user, call))}
        />
      )}
      {open && (
        <section className="together__box alarms__box" role="dialog" aria-label={t('alarms.title')}>
          <h2>{t('alarms.title')}</h2>
          {incidents > 0 && <p className="alarms__note">{t('alarms.incidents', { count: incidents })}</p>}
          {load.count > 1 && (
            <p className="alarms__note">
              {t('alarms.load', { count: load.count })}
              {load.most !== null && (
                <>
                  {' '}
                  {t('alarms.most', {
                    ...{ what: t(`alarms.kind.${load.most.kind}`), count: load.most.count },
                    where: load.most.fence ?? '',
                  })}
                </>
              )}
            </p>
          )}
          {listed.length === 0 ? (
            <p className="alarms__none">{t('alarms.none')}</p>
          ) : (
            <ol className="alarms__list">
              {listed.map((alarm) => (
                <AlarmRow key={alarm.id} alarm={alarm} version={versions.get(alarm.id) ?? 0} user={user} />
              ))}
            </ol>
          )}
          {may.give('RaiseAlarm') && <RaiseCall />}
        </section>
      )}
    </span>
  );
}
