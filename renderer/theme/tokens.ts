/** Colours, sizes and type: the one place. antd, our style sheets and the map read these. */

export type ThemeName = 'dark' | 'light';

export interface Palette {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  /** Outlines of what can be clicked or typed into: 3:1 against the panel. */
  readonly edge: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  /** Text on a surface of the accent colour. */
  readonly onAccent: string;
  /** The accent as the ground of a button with `onAccent` on it. */
  readonly accentFill: string;
  readonly ok: string;
  readonly warn: string;
  readonly late: string;
  /** Kept for what needs a human now. */
  readonly alarm: string;
  /** Text on a surface of the alarm colour. */
  readonly onAlarm: string;
  /** Ground of what says that the past is shown; no status has its hue. Words on it in `onPast`. */
  readonly past: string;
  readonly onPast: string;
  /** Four joint-defence zones: equally light, and apart from the colours that mean a status. */
  readonly zone1: string;
  readonly zone2: string;
  readonly zone3: string;
  readonly zone4: string;
  /** The map: land of the district, roads, and borders of its grids. */
  readonly mapLand: string;
  readonly mapRoad: string;
  readonly mapBorder: string;
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    ground: '#0B1320',
    panel: '#111C2E',
    raised: '#18263D',
    line: '#26364F',
    edge: '#5A7091',
    text: '#E6EDF6',
    muted: '#8FA3BF',
    accent: '#4C9AFF',
    onAccent: '#071120',
    accentFill: '#4C9AFF',
    ok: '#3FB68B',
    warn: '#F2B84B',
    late: '#F0803C',
    alarm: '#F45366',
    onAlarm: '#071120',
    past: '#6A3FB5',
    onPast: '#FFFFFF',
    zone1: '#9CA748',
    zone2: '#00B4BC',
    zone3: '#9B92E5',
    zone4: '#CE80B8',
    mapLand: '#111C2E',
    mapRoad: '#2C3F5C',
    mapBorder: '#3D5272',
  },
  light: {
    ground: '#EEF2F7',
    panel: '#FFFFFF',
    raised: '#F6F8FB',
    line: '#D5DDE8',
    edge: '#7F8FA6',
    text: '#15202F',
    muted: '#526277',
    accent: '#1763C6',
    onAccent: '#FFFFFF',
    accentFill: '#1763C6',
    ok: '#14704F',
    warn: '#8A5A00',
    late: '#AD4A10',
    alarm: '#C0213A',
    onAlarm: '#FFFFFF',
    past: '#5B2FA3',
    onPast: '#FFFFFF',
    zone1: '#7E8826',
    zone2: '#00959C',
    zone3: '#7D73C3',
    zone4: '#AD6299',
    mapLand: '#FBFCFE',
    mapRoad: '#CBD5E2',
    mapBorder: '#A9B6C8',
  },
};

/** On and around pictures of cameras, by day and by night: what they show is dark or is of any colour. */
export const pictureTokens = {
  'picture-ground': '#05090F',
  'picture-veil': 'rgb(5 9 15 / 80%)',
  'picture-text': '#E6EDF6',
  'picture-quiet': '#C6D3E4',
  'picture-muted': '#8FA3BF',
  'picture-warn': '#F2B84B',
  'picture-edge': '#5A7091',
  'picture-focus': '#4C9AFF',
} as const;

/** Chinese fonts of the system first: none is shipped, none is fetched. */
export const fontFamily =
  '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif';

export const sizes = { text: 14, small: 13, row: 30, radius: 6 } as const;
