import type { ElectronParts } from './electron-parts.ts';

/** A short menu: Electron's own has reload and developer tools, which nobody in the hall needs. */
export function setMenu({ Menu }: Pick<ElectronParts, 'Menu'>, newWindow: () => void): void {
  const menu = Menu.buildFromTemplate([
    {
      label: '联勤',
      submenu: [
        { label: '新窗口', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        { type: 'separator' },
        { label: '退出', role: 'quit' },
      ],
    },
    {
      label: '编辑',
      submenu: [
        { label: '撤销', role: 'undo' },
        { label: '重做', role: 'redo' },
        { type: 'separator' },
        { label: '剪切', role: 'cut' },
        { label: '复制', role: 'copy' },
        { label: '粘贴', role: 'paste' },
        { label: '全选', role: 'selectAll' },
      ],
    },
    {
      label: '显示',
      submenu: [
        { label: '放大', role: 'zoomIn' },
        { label: '缩小', role: 'zoomOut' },
        { label: '实际大小', role: 'resetZoom' },
      ],
    },
  ]);
  Menu.setApplicationMenu(menu);
}
