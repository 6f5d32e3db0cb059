import { useTranslation } from 'react-i18next';
import './key-help.css';

const keys = ['space', 'arrows', 'digits', 'enter', 'escape', 'slash', 'n', 'question'] as const;

/** All keys of the console. */
export function KeyHelp() {
  const { t } = useTranslation();
  return (
    <dl className="key-help" aria-label={t('keys.title')}>
      {keys.map((key) => (
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
