/** Why there is no answer, in its place, with a way to ask again. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Unanswered } from './office.ts';
import { useUnansweredText } from './office.ts';

export function WhyNot({ why, again }: { readonly why: Unanswered; readonly again?: () => void }) {
  const { t } = useTranslation();
  const textOf = useUnansweredText();
  return (
    <Alert
      className="office__why"
      type={why.status === 'refused' ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={textOf(why)}
      action={
        again !== undefined && (
          <Button size="small" onClick={again}>
            {t('office.again')}
          </Button>
        )
      }
    />
  );
}
