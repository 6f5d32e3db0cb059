import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLanguage } from '../i18n/language.ts';

/** Says the other language in its own words. Signed in, the choice is one's own; before that, the seat's. */
export function LanguageSwitch({ user }: { readonly user?: string }) {
  const { t } = useTranslation();
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" lang={other} data-language={other} onClick={() => void chooseLanguage(other, user)}>
      {t('app.otherLanguage')}
    </Button>
  );
}
