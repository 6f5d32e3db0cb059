/** The theme in force, for the whole tree below. */
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { App as AntdApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useLanguage } from '../i18n/language.ts';
import { antdTheme } from './antd-theme.ts';
import { applyTheme, rememberedTheme } from './apply.ts';
import type { ThemeName } from './tokens.ts';

interface ThemeChoice {
  readonly name: ThemeName;
  readonly toggle: () => void;
}

const ThemeContext = createContext<ThemeChoice>({ name: 'dark', toggle: () => undefined });

export const useTheme = (): ThemeChoice => useContext(ThemeContext);

/** Under the nonce of this page antd may write its styles; see contentPolicy of the two shells. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [name, setName] = useState<ThemeName>(() => {
    const remembered = rememberedTheme();
    applyTheme(remembered);
    return remembered;
  });
  const toggle = useCallback(() => {
    const next = name === 'dark' ? 'light' : 'dark';
    applyTheme(next);
    setName(next);
  }, [name]);
  const choice = useMemo(() => ({ name, toggle }), [name, toggle]);
  const theme = useMemo(() => antdTheme(name), [name]);
  const language = useLanguage();
  const csp = useMemo(() => ({ nonce: pageNonce() }), []);
  return (
    <ThemeContext value={choice}>
      <ConfigProvider
        locale={language === 'en' ? enUS : zhCN}
        theme={theme}
        csp={csp}
        componentSize="middle"
        // Two Chinese characters are a word, not a table heading.
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <AntdApp>{children}</AntdApp>
      </ConfigProvider>
    </ThemeContext>
  );
}
