/** The windows of the desktop app: safe by construction, back where they were left. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Bounds, ElectronParts, WindowLike } from './electron-parts.ts';
import { startPage } from './guards.ts';
import type { Log } from './log.ts';

const boundsSchema = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) });
const rememberedSchema = z.strictObject({
  windows: z.array(z.strictObject({ bounds: boundsSchema, maximized: z.boolean(), fullScreen: z.boolean() })).max(8),
});
type Remembered = z.infer<typeof rememberedSchema>['windows'][number];

const usual = { width: 1600, height: 900 };
const saveDelayMs = 1_000;
/** So much of a title bar must be on some display to be taken hold of. */
const reachable = 80;

/** Whether a window at these bounds could be seen and moved; displays come and go between two nights. */
export function isReachable(bounds: Bounds, areas: readonly Bounds[]): boolean {
  return areas.some((area) => {
    const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const top = bounds.y - area.y;
    return across >= reachable && top >= 0 && top <= area.height - reachable;
  });
}

export interface WindowsParts {
  readonly electron: Pick<ElectronParts, 'BrowserWindow' | 'screen'>;
  readonly preload: string;
  /** File in which places are remembered. */
  readonly file: string;
  readonly after: (milliseconds: number, work: () => void) => () => void;
  readonly log: Log;
}

export class Windows {
  readonly #parts: WindowsParts;
  readonly #open = new Set<WindowLike>();
  #cancelSave: (() => void) | undefined;
  #quitting = false;

  constructor(parts: WindowsParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Opens the windows of last time, or one. */
  openRemembered(): void {
    const remembered = this.#read();
    if (remembered.length === 0) return this.open();
    for (const place of remembered) this.open(place);
  }

  open(place?: Remembered): void {
    const { electron, preload } = this.#parts;
    const areas = electron.screen.getAllDisplays().map((display) => display.workArea);
    const bounds = place !== undefined && isReachable(place.bounds, areas) ? place.bounds : usual;
    const window = new electron.BrowserWindow({
      ...bounds,
      minWidth: 960,
      minHeight: 600,
      show: false,
      title: '联勤',
      backgroundColor: '#0B1320',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        navigateOnDragDrop: false,
        // The spell checker fetches its dictionaries from outside.
        spellcheck: false,
        // A minimised window goes on counting the age of what it shows.
        backgroundThrottling: false,
      },
    });
    this.#open.add(window);
    this.#follow(window);
    if (place?.maximized === true) window.maximize();
    if (place?.fullScreen === true) window.setFullScreen(true);
    window.on('ready-to-show', () => window.show());
    window.loadURL(startPage).catch((error: unknown) => {
      this.#parts.log('the screens did not load', { error: String(error) });
    });
  }

  focusFirst(): void {
    const [window] = this.#open;
    if (window === undefined) return this.open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** From here on windows close because the app ends: what is open now is what comes back. */
  quitting(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.#save();
  }

  #follow(window: WindowLike): void {
    const later = (): void => {
      this.#cancelSave ??= this.#parts.after(saveDelayMs, () => this.#save());
    };
    window.on('resize', later);
    window.on('move', later);
    // The last window closes before the app is said to quit; it must come back all the same.
    window.on('close', () => {
      if (!this.#quitting && this.#open.size === 1) this.#save();
    });
    window.on('closed', () => {
      this.#open.delete(window);
      if (!this.#quitting && this.#open.size > 0) this.#save();
    });
    let reloads = 0;
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || !this.#open.has(window)) return;
      reloads += 1;
      this.#parts.log('a screen ended; loading it again', { reason, reloads });
      this.#parts.after(Math.min(500 * 2 ** reloads, 30_000), () => {
        if (this.#open.has(window)) window.webContents.reload();
      });
    });
  }

  #save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    const windows = [...this.#open].map((window) => ({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    }));
    if (windows.length === 0) return;
    try {
      writeFileSync(`${this.#parts.file}.new`, JSON.stringify({ windows }));
      renameSync(`${this.#parts.file}.new`, this.#parts.file);
    } catch (error) {
      this.#parts.log('places of windows could not be remembered', { error: String(error) });
    }
  }

  #read(): readonly Remembered[] {
    try {
      return rememberedSchema.parse(JSON.parse(readFileSync(this.#parts.file, 'utf8'))).windows;
    } catch {
      // No file yet, or one that is of no use: windows then open where they usually do.
      return [];
    }
  }
}
