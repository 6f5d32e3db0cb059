import { theme } from 'antd';
import type { ThemeConfig } from 'antd';
import type { ThemeName } from './tokens.ts';
import { fontFamily, palettes, sizes } from './tokens.ts';

/** antd with our tokens and its compact sizes; its own spacing is not a command centre's. */
export function antdTheme(name: ThemeName): ThemeConfig {
  const colours = palettes[name];
  const base = name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return {
    algorithm: [base, theme.compactAlgorithm],
    token: {
      colorPrimary: colours.accentFill,
      colorInfo: colours.accent,
      colorLink: colours.accent,
      colorSuccess: colours.ok,
      colorWarning: colours.warn,
      colorError: colours.alarm,
      colorText: colours.text,
      colorTextSecondary: colours.muted,
      colorTextTertiary: colours.muted,
      colorTextDescription: colours.muted,
      colorTextPlaceholder: colours.muted,
      colorTextLightSolid: colours.onAccent,
      colorBgBase: colours.ground,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.panel,
      colorBgElevated: colours.raised,
      colorBorder: colours.edge,
      colorBorderSecondary: colours.line,
      borderRadius: sizes.radius,
      fontFamily,
      // The compact algorithm goes one step down from here, to our text size.
      fontSize: sizes.text + 2,
      // Nothing moves but data.
      motion: false,
    },
    components: {
      // By night the algorithm makes it too dark to read as text.
      Form: { colorError: colours.alarm },
      Button: { primaryShadow: 'none', defaultShadow: 'none' },
    },
  };
}
