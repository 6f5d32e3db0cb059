/** What the desktop app's preload gives a page; a browser gives nothing. */
export interface DesktopBridge {
  connect(): void;
  /** The language in force: the native menu follows. */
  speaks(language: string): void;
}

declare global {
  interface Window {
    readonly lianqin?: DesktopBridge;
  }
}
