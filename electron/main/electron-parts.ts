/**
 * What the main process uses of Electron, and no more. The real module fits these shapes (`main.ts` hands it in, so the
 * compiler checks it), and so does the stand-in that the tests run the built bundle against.
 */

export interface Preventable {
  preventDefault(): void;
}

/** A MessagePort on this side of Electron's wall. */
export interface PortLike {
  postMessage(message: unknown, transfer?: PortLike[]): void;
  close(): void;
}

export interface FrameLike {
  readonly url: string;
  readonly parent: FrameLike | null;
  postMessage(channel: string, message: unknown, transfer?: PortLike[]): void;
}

export interface ContentsLike {
  readonly mainFrame: FrameLike;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  on(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    listener: (details: Preventable & { readonly url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(
    event: 'did-start-navigation',
    listener: (details: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => void,
  ): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
  on(event: 'destroyed', listener: () => void): unknown;
  reload(): void;
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly minWidth: number;
  readonly minHeight: number;
  readonly show: boolean;
  readonly title: string;
  readonly backgroundColor: string;
  readonly webPreferences: {
    readonly preload: string;
    readonly sandbox: true;
    readonly contextIsolation: true;
    readonly nodeIntegration: false;
    readonly nodeIntegrationInWorker: false;
    readonly nodeIntegrationInSubFrames: false;
    readonly webviewTag: false;
    readonly webSecurity: true;
    readonly allowRunningInsecureContent: false;
    readonly navigateOnDragDrop: false;
    readonly spellcheck: false;
    readonly backgroundThrottling: false;
  };
}

export interface WindowLike {
  readonly webContents: ContentsLike;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
  restore(): void;
  isMinimized(): boolean;
  maximize(): void;
  isMaximized(): boolean;
  setFullScreen(flag: boolean): void;
  isFullScreen(): boolean;
  /** Bounds when neither maximised nor in full screen. */
  getNormalBounds(): Bounds;
  on(event: 'ready-to-show' | 'close' | 'closed' | 'resize' | 'move', listener: () => void): unknown;
}

export interface ChildLike {
  postMessage(message: unknown, transfer?: PortLike[]): void;
  kill(): boolean;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

export interface ConnectEvent {
  readonly sender: ContentsLike;
  /** null once the frame is gone. */
  readonly senderFrame: FrameLike | null;
}

export interface MenuItem {
  readonly label?: string;
  readonly role?:
    'quit' | 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll' | 'zoomIn' | 'zoomOut' | 'resetZoom';
  readonly type?: 'separator';
  readonly accelerator?: string;
  readonly click?: () => void;
  readonly submenu?: MenuItem[];
}

export interface MenuLike {
  readonly items: readonly unknown[];
}

export interface SessionLike {
  readonly protocol: {
    handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void;
  };
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, callback: (answer: { cancel: boolean }) => void) => void,
    ): void;
  };
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

export interface ElectronParts {
  readonly app: {
    requestSingleInstanceLock(): boolean;
    enableSandbox(): void;
    whenReady(): Promise<void>;
    quit(): void;
    exit(code?: number): void;
    getPath(name: 'userData'): string;
    readonly commandLine: { appendSwitch(name: string, value?: string): void };
    on(event: 'second-instance' | 'activate' | 'window-all-closed' | 'before-quit', listener: () => void): unknown;
    on(event: 'will-quit', listener: (event: Preventable) => void): unknown;
    on(event: 'web-contents-created', listener: (event: unknown, contents: ContentsLike) => void): unknown;
  };
  readonly protocol: {
    registerSchemesAsPrivileged(
      schemes: {
        scheme: string;
        privileges: {
          standard: boolean;
          secure: boolean;
          supportFetchAPI: boolean;
          stream: boolean;
          codeCache: boolean;
        };
      }[],
    ): void;
  };
  readonly session: { readonly defaultSession: SessionLike };
  readonly screen: { getAllDisplays(): readonly { readonly workArea: Bounds }[] };
  readonly ipcMain: { on(channel: string, listener: (event: ConnectEvent, message?: unknown) => void): unknown };
  readonly utilityProcess: {
    fork(file: string, args: string[], options: { serviceName: string; stdio: 'inherit' }): ChildLike;
  };
  readonly dialog: { showErrorBox(title: string, content: string): void };
  readonly Menu: { setApplicationMenu(menu: MenuLike | null): void; buildFromTemplate(template: MenuItem[]): MenuLike };
  readonly BrowserWindow: new (options: WindowOptions) => WindowLike;
  readonly MessageChannelMain: new () => { readonly port1: PortLike; readonly port2: PortLike };
}
