/** The native menu, in the language that the screens speak. */
import type { ConnectEvent, ElectronParts } from './electron-parts.ts';
import { askerOf } from './guards.ts';
import type { Log } from './log.ts';

/** `electron/preload/preload.ts` knows it too. */
export const languageChannel = 'lianqin:language';

const chinese = {
  app: '联勤',
  newWindow: '新窗口',
  quit: '退出',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '显示',
  zoomIn: '放大',
  zoomOut: '缩小',
  resetZoom: '实际大小',
} as const;
type Words = { readonly [key in keyof typeof chinese]: string };

const english: Words = {
  app: 'Lianqin',
  newWindow: 'New window',
  quit: 'Quit',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  resetZoom: 'Actual size',
};

type MenuParts = Pick<ElectronParts, 'Menu' | 'ipcMain'>;

/** A short menu: Electron's own has reload and developer tools, which nobody in the hall needs. */
function setMenu({ Menu }: MenuParts, words: Words, newWindow: () => void): void {
  const menu = Menu.buildFromTemplate([
    {
      label: words.app,
      submenu: [
        { label: words.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        { type: 'separator' },
        { label: words.quit, role: 'quit' },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { label: words.undo, role: 'undo' },
        { label: words.redo, role: 'redo' },
        { type: 'separator' },
        { label: words.cut, role: 'cut' },
        { label: words.copy, role: 'copy' },
        { label: words.paste, role: 'paste' },
        { label: words.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { label: words.zoomIn, role: 'zoomIn' },
        { label: words.zoomOut, role: 'zoomOut' },
        { label: words.resetZoom, role: 'resetZoom' },
      ],
    },
  ]);
  Menu.setApplicationMenu(menu);
}

/** Chinese until one of our pages says that it speaks something else; of several windows the last that said so counts. */
export function keepMenu(electron: MenuParts, newWindow: () => void, log: Log): void {
  let shown: Words = chinese;
  setMenu(electron, shown, newWindow);
  electron.ipcMain.on(languageChannel, (event: ConnectEvent, language?: unknown) => {
    const asker = askerOf(event);
    if (asker !== 'own') return log('a frame that is not ours told its language', { asker });
    const words = language === 'en' ? english : chinese;
    if (words === shown) return;
    shown = words;
    setMenu(electron, shown, newWindow);
  });
}
