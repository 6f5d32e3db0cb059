/**
 * A stand-in for the `electron` module, just big enough for the parts the desktop app uses (`ElectronParts`, which the
 * compiler holds against Electron's own types). Its ports are Node's MessagePorts; its seat process is a thread.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type {
  Bounds,
  ChildLike,
  ContentsLike,
  ElectronParts,
  FrameLike,
  MenuItem,
  PortLike,
  WindowLike,
  WindowOptions,
} from '../../electron/main/electron-parts.ts';

export class StandInPort extends EventEmitter implements PortLike {
  readonly inner: MessagePort;
  constructor(inner: MessagePort) {
    super();
    this.inner = inner;
    inner.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown, transfer: PortLike[] = []): void {
    this.inner.postMessage(message, transfer.map(innerOf));
  }
  start(): void {
    this.inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  close(): void {
    this.inner.close();
  }
}

export function innerOf(port: PortLike): MessagePort {
  if (port instanceof StandInPort) return port.inner;
  throw new Error('not a port of the stand-in');
}

export class StandInFrame implements FrameLike {
  url: string;
  readonly parent: FrameLike | null;
  /** What main posted to it. */
  readonly posted: { readonly channel: string; readonly message: unknown; readonly ports: readonly PortLike[] }[] = [];
  onPosted: (channel: string, ports: readonly PortLike[]) => void = () => undefined;
  constructor(url: string, parent: FrameLike | null = null) {
    this.url = url;
    this.parent = parent;
  }
  postMessage(channel: string, message: unknown, transfer: PortLike[] = []): void {
    this.posted.push({ channel, message, ports: transfer });
    this.onPosted(channel, transfer);
  }
}

export class StandInContents extends EventEmitter implements ContentsLike {
  readonly mainFrame = new StandInFrame('');
  openHandler: (() => { action: 'deny' }) | undefined;
  reloads = 0;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads += 1;
    this.load(this.mainFrame.url);
  }
  /** A new document takes the place of the one before. */
  load(url: string): void {
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.mainFrame.url = url;
  }
  /** Whether a page may go there. */
  navigate(url: string, event = 'will-navigate'): boolean {
    let prevented = false;
    this.emit(event, { url, preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

export class StandInWindow extends EventEmitter implements WindowLike {
  readonly options: WindowOptions;
  readonly webContents = new StandInContents();
  maximized = false;
  fullScreen = false;
  shown = false;
  focused = false;
  bounds: Bounds;
  constructor(options: WindowOptions, created: (window: StandInWindow) => void) {
    super();
    this.options = options;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width, height: options.height };
    created(this);
  }
  loadURL(url: string): Promise<void> {
    this.webContents.load(url);
    this.emit('ready-to-show');
    return Promise.resolve();
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    this.focused = true;
  }
  restore(): void {
    this.shown = true;
  }
  isMinimized(): boolean {
    return false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  setFullScreen(flag: boolean): void {
    this.fullScreen = flag;
  }
  isFullScreen(): boolean {
    return this.fullScreen;
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  close(): void {
    this.emit('close');
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

/** A child that only remembers; `worker-child.ts` has one that runs. */
export class StandInChild extends EventEmitter implements ChildLike {
  readonly posted: { readonly message: unknown; readonly ports: readonly PortLike[] }[] = [];
  killed = false;
  postMessage(message: unknown, transfer: PortLike[] = []): void {
    this.posted.push({ message, ports: transfer });
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}

type Privileged = Parameters<ElectronParts['protocol']['registerSchemesAsPrivileged']>[0];
type PermissionHandler = Parameters<ElectronParts['session']['defaultSession']['setPermissionRequestHandler']>[0];
type RequestListener = Parameters<ElectronParts['session']['defaultSession']['webRequest']['onBeforeRequest']>[0];

export interface StandInOptions {
  readonly userData: string;
  readonly hasLock?: boolean;
  readonly fork?: (file: string, args: readonly string[]) => ChildLike & EventEmitter;
}

class StandInApp extends EventEmitter {
  readonly options: StandInOptions;
  readonly switches: string[] = [];
  sandboxed = false;
  quits = 0;
  exitCode: number | undefined;
  becomeReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => (this.becomeReady = resolve));
  readonly commandLine = { appendSwitch: (name: string): void => void this.switches.push(name) };
  constructor(options: StandInOptions) {
    super();
    this.options = options;
  }
  requestSingleInstanceLock(): boolean {
    return this.options.hasLock ?? true;
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  getPath(): string {
    return this.options.userData;
  }
  exit(code = 0): void {
    this.exitCode = code;
  }
  /** As Electron does: announces it, and ends unless somebody asks to wait. */
  quit(): void {
    this.quits += 1;
    if (!this.#readyToQuit()) return;
    this.exitCode = 0;
  }
  #readyToQuit(): boolean {
    this.emit('before-quit');
    let prevented = false;
    this.emit('will-quit', { preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

export class StandIn implements ElectronParts {
  readonly app: StandInApp;
  readonly ipcMain = new EventEmitter();
  readonly windows: StandInWindow[] = [];
  readonly children: (ChildLike & EventEmitter)[] = [];
  readonly forked: { readonly file: string; readonly args: readonly string[] }[] = [];
  readonly privileged: Privileged = [];
  menu: readonly MenuItem[] = [];
  displays: { readonly workArea: Bounds }[] = [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  permissionHandler: PermissionHandler | undefined;
  permissionCheck: (() => boolean) | undefined;
  deviceCheck: (() => boolean) | undefined;
  requestListener: RequestListener | undefined;
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>();

  constructor(options: StandInOptions) {
    this.app = new StandInApp(options);
    const fork = options.fork ?? (() => new StandInChild());
    this.utilityProcess = {
      fork: (file, args) => {
        const child = fork(file, args);
        this.forked.push({ file, args });
        this.children.push(child);
        return child;
      },
    };
    const created = (window: StandInWindow): void => {
      this.windows.push(window);
      this.app.emit('web-contents-created', {}, window.webContents);
    };
    this.BrowserWindow = class extends StandInWindow {
      constructor(windowOptions: WindowOptions) {
        super(windowOptions, created);
      }
    };
  }

  readonly utilityProcess: ElectronParts['utilityProcess'];
  readonly BrowserWindow: ElectronParts['BrowserWindow'];
  readonly MessageChannelMain = class {
    readonly #channel = new MessageChannel();
    readonly port1 = new StandInPort(this.#channel.port1);
    readonly port2 = new StandInPort(this.#channel.port2);
  };
  readonly protocol: ElectronParts['protocol'] = {
    registerSchemesAsPrivileged: (schemes) => void this.privileged.push(...schemes),
  };
  /** What was said in a box of its own. */
  readonly said: string[] = [];
  readonly dialog: ElectronParts['dialog'] = { showErrorBox: (_title, content) => void this.said.push(content) };
  readonly screen: ElectronParts['screen'] = { getAllDisplays: () => this.displays };
  readonly Menu: ElectronParts['Menu'] = {
    setApplicationMenu: () => undefined,
    buildFromTemplate: (template) => {
      this.menu = template;
      return { items: template };
    },
  };
  readonly session: ElectronParts['session'] = {
    defaultSession: {
      protocol: { handle: (scheme, handler) => void this.handlers.set(scheme, handler) },
      webRequest: { onBeforeRequest: (listener) => (this.requestListener = listener) },
      setPermissionRequestHandler: (handler) => (this.permissionHandler = handler),
      setPermissionCheckHandler: (handler) => (this.permissionCheck = handler),
      setDevicePermissionHandler: (handler) => (this.deviceCheck = handler),
    },
  };

  /** A page asks at the door. */
  knock(contents: StandInContents, frame: StandInFrame | null = contents.mainFrame): void {
    this.ipcMain.emit('lianqin:connect', { sender: contents, senderFrame: frame });
  }

  /** What the page would get from this address. */
  async get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) throw new Error(`nobody answers ${url}`);
    // Electron hands on the address as it was asked for; the platform's Request would do the same.
    return handler(new Request(url, { headers, method }));
  }

  mayLoad(url: string): boolean {
    let cancelled = false;
    this.requestListener?.({ url }, ({ cancel }) => (cancelled = cancel));
    return !cancelled;
  }
}
