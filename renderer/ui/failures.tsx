/** Failures that no control waits for: said once, where before only the browser's own console knew. */
import { useEffect } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';

export function Failures() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  useEffect(() => {
    const onRejection = ({ reason }: PromiseRejectionEvent): void => {
      const error = reason instanceof Error ? reason.message : String(reason);
      void message.open({ type: 'error', content: t('broken.failed', { error }), key: 'failure', duration: 10 });
    };
    window.addEventListener('unhandledrejection', onRejection);
    return () => window.removeEventListener('unhandledrejection', onRejection);
  }, [message, t]);
  return null;
}
