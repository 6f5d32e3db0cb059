import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../theme/theme.tsx';

/** Dark for the night hall, light for day and print. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const { name, toggle } = useTheme();
  return (
    <Button type="text" onClick={toggle}>
      {name === 'dark' ? t('app.themeLight') : t('app.themeDark')}
    </Button>
  );
}
