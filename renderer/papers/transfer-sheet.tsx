/** 转办稿 of an incident, as a sheet, with the night telephone of the office beside it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { useContacts } from '../hall/contacts.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { useVault } from '../hall/vault-words.tsx';
import { useOfHubTime, useStatus } from '../seat-client/hooks.ts';
import { Sheet } from './sheet.tsx';
import type { Foreign } from './transfer-draft.ts';
import { transferDraft } from './transfer-draft.ts';

const minuteMs = 60_000;

export function TransferSheet({
  incident,
  matters,
  onClose,
}: {
  readonly incident: IncidentState;
  /** Not empty. */
  readonly matters: readonly Foreign[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useOfHubTime((instant) => Math.floor(instant / minuteMs) * minuteMs);
  const may = useMay();
  const { sites } = useHall();
  const contacts = useContacts();
  const by = useStatus().status?.user?.name ?? '';
  const [chosen, setChosen] = useState(0);
  const [full, setFull] = useState(false);
  const { answer, ask } = useVault(incident.personal?.ref);
  const of = matters[chosen] ?? matters[0];
  if (of === undefined) return null;
  const given = full && typeof answer === 'object' && answer.status === 'content' ? answer : undefined;
  const caller = given?.masked === true ? undefined : given?.content;
  const mayFull = may.ask('readCaller') && incident.personal !== null;
  const draft = transferDraft(
    incident,
    of,
    {
      ...{ now, offset, by },
      siteName: incident.site === null ? undefined : sites.get(incident.site)?.state.name,
      caller: typeof caller === 'object' && caller !== null && !Array.isArray(caller) ? caller : undefined,
    },
    t,
  );
  const contact = contacts.find(({ authority }) => authority === of.authority);
  const title = t('papers.transfer');
  const choices = (
    <span className="papers__choices">
      {matters.length > 1 && (
        <select
          aria-label={t('papers.draft.to')}
          value={chosen}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {matters.map(({ matter, authority, name }, index) => (
            <option key={matter} value={index}>
              {t('papers.draft.toOf', { authority, matter: name })}
            </option>
          ))}
        </select>
      )}
      {mayFull && (
        <label title={t('papers.draft.fullHint')}>
          <input
            type="checkbox"
            checked={full}
            onChange={(event) => {
              setFull(event.target.checked);
              if (
                event.target.checked &&
                (answer === undefined || (typeof answer === 'object' && answer.status !== 'content'))
              )
                ask();
            }}
          />{' '}
          {t('papers.draft.full')}
        </label>
      )}
      {given?.masked === true && <span role="alert">{t('papers.draft.secret')}</span>}
      {full && typeof answer === 'object' && answer.status !== 'content' && (
        <span role="alert">{t('papers.draft.refused')}</span>
      )}
      <span data-contact={contact?.id ?? 'none'}>
        {contact === undefined
          ? t('papers.draft.noContact')
          : t('papers.draft.contact', {
              ...{ name: contact.name, phone: contact.phone, hours: contact.hours, date: contact.checkedOn },
            })}
      </span>
    </span>
  );
  return (
    <Sheet name="transfer" title={title} text={draft} onClose={onClose} choices={choices}>
      <div className="sheet__text">{draft}</div>
      <p className="sheet__notice">{t('papers.draft.noPromise')}</p>
    </Sheet>
  );
}
