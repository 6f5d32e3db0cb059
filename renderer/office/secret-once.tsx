/** What is shown once and never again: a given password, a key, recovery codes. */
import { useState } from 'react';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import './office.css';

interface Props {
  readonly title: string;
  readonly advice: string;
  /** One a line. */
  readonly secrets: readonly string[];
  readonly onDone: () => void;
}

/** A page that did not come over TLS has no clipboard. */
const canCopy = (): boolean => 'clipboard' in navigator;

export function SecretOnce({ title, advice, secrets, onDone }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<'copied' | 'notCopied'>();
  const copy = (): void => {
    navigator.clipboard.writeText(secrets.join('\n')).then(
      () => setCopied('copied'),
      () => setCopied('notCopied'),
    );
  };
  return (
    <section className="secret-once" aria-label={title}>
      <p className="secret-once__title">{title}</p>
      <Alert type="warning" showIcon title={advice} />
      <ul className={secrets.length > 1 ? 'secret-once__list secret-once__list--many' : 'secret-once__list'}>
        {secrets.map((secret) => (
          <li key={secret}>
            <code>{secret}</code>
          </li>
        ))}
      </ul>
      <p className="secret-once__ways">
        {canCopy() && <Button onClick={copy}>{t(copied === 'copied' ? 'office.copied' : 'office.copy')}</Button>}
        <Button onClick={() => window.print()}>{t('office.print')}</Button>
        <Button type="primary" onClick={onDone}>
          {t('office.secretKept')}
        </Button>
        {copied === 'notCopied' && <span role="alert">{t('office.notCopied')}</span>}
      </p>
    </section>
  );
}
