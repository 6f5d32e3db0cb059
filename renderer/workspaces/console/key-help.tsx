import { useTranslation } from 'react-i18next';
import type { CommandType, OtherAction } from '../../../shared/domain/rules/permissions.ts';
import { useMay } from '../../hall/use-may.ts';
import './key-help.css';

const keys = [
  'space',
  'arrows',
  'digits',
  'enter',
  'escape',
  'x',
  'slash',
  'n',
  'layers',
  'find',
  'findAll',
  'filter',
  'views',
  'back',
  'life',
  'arrivalPage',
  'claim',
  'messages',
  'alarms',
  'reply',
  'question',
] as const;
/** What a key leads to, where that is a command. */
const leadsTo: { readonly [K in (typeof keys)[number]]?: CommandType } = {
  digits: 'AssignUnit',
  enter: 'AssignUnit',
  x: 'AssignUnit',
  n: 'ReceiveIncident',
  life: 'RecordVerification',
  claim: 'ClaimIncident',
  reply: 'RecordReply',
  alarms: 'TakeAlarm',
};

/** What may be asked where a key leads to that. */
const asks: { readonly [K in (typeof keys)[number]]?: OtherAction } = {
  back: 'replay',
  findAll: 'search',
  messages: 'readMessage',
};

/** The keys of the console that do something for this person. */
export function KeyHelp() {
  const { t } = useTranslation();
  const may = useMay();
  const shown = keys.filter((key) => {
    const command = leadsTo[key];
    const action = asks[key];
    return (command === undefined || may.give(command)) && (action === undefined || may.ask(action));
  });
  return (
    <dl className="key-help" aria-label={t('keys.title')}>
      {shown.map((key) => (
        <div key={key}>
          <dt>
            <kbd>{t(`keys.${key}.key`)}</kbd>
          </dt>
          <dd>{t(`keys.${key}.does`)}</dd>
        </div>
      ))}
    </dl>
  );
}
