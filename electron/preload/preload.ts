/**
 * Beside the page, in the sandbox. The page may ask for its port, and say which language it speaks. The port itself cannot
 * cross the context bridge, so it is posted to the page's own window.
 */
import { contextBridge, ipcRenderer } from 'electron';

// The same names stand in `electron/main/door.ts`.
const connectChannel = 'lianqin:connect';
const portChannel = 'lianqin:port';
// And in `electron/main/menu.ts`.
const languageChannel = 'lianqin:language';

ipcRenderer.on(portChannel, (event) => {
  // '/': this very origin and no other.
  window.postMessage(portChannel, '/', event.ports);
});

contextBridge.exposeInMainWorld('lianqin', {
  /** Asks once; the port arrives as a message of the window, and again whenever the seat process was started anew. */
  connect: (): void => ipcRenderer.send(connectChannel),
  /** The native menu follows. */
  speaks: (language: unknown): void => ipcRenderer.send(languageChannel, language === 'en' ? 'en' : 'zh-CN'),
});
