/** What the built main bundle gets when it imports `electron`: the stand-in that `load-main.ts` has put in place. */
import type { ElectronParts } from '../../electron/main/electron-parts.ts';

const standIn = (globalThis as unknown as Record<symbol, ElectronParts>)[Symbol.for('lianqin.electron')];
if (standIn === undefined) throw new Error('no stand-in was put in place');

export const {
  app,
  dialog,
  protocol,
  session,
  screen,
  ipcMain,
  utilityProcess,
  Menu,
  BrowserWindow,
  MessageChannelMain,
} = standIn;
