/** The desktop app, put together. Electron is handed in, so that tests can hand in a stand-in. */
import { join } from 'node:path';
import { basemapFolder } from '../../shared/lib/basemap-files.ts';
import { serveAssets } from './assets.ts';
import { openDoor } from './door.ts';
import type { ElectronParts } from './electron-parts.ts';
import { scheme } from './guards.ts';
import type { Log } from './log.ts';
import { keepMenu } from './menu.ts';
import { desktopOptions } from './options.ts';
import { isPicture, servePictures } from './pictures.ts';
import { denyByDefault } from './policy.ts';
import { SeatHost } from './seat-host.ts';
import { Windows } from './windows.ts';

export interface DesktopParts {
  readonly electron: ElectronParts;
  /** Folder of the built Electron programs; the screens are beside it. */
  readonly folder: string;
  readonly argv: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
  readonly log: Log;
}

function after(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

/** Must run before Electron is ready: schemes cannot become privileged later. */
export function startDesktop({ electron, folder, argv, env, log }: DesktopParts): void {
  const { app, protocol } = electron;
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.enableSandbox();
  // Chromium's own services call outside hosts.
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability'])
    app.commandLine.appendSwitch(name);
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  app
    .whenReady()
    .then(() => ready({ electron, folder, argv, env, log }))
    .catch((error: unknown) => {
      log('the desktop app could not start', { error: error instanceof Error ? error.stack : String(error) });
      app.exit(1);
    });
}

function ready({ electron, folder, argv, env, log }: DesktopParts): void {
  const { app, dialog, session, utilityProcess } = electron;
  const userData = app.getPath('userData');
  /** Said in a window: whoever clicks on the program has no other place to read it. */
  function unusable(said: string): void {
    log('the desktop app cannot start as it was told', { said });
    dialog.showErrorBox('联勤', `启动参数有误，席位无法启动。请把下面一行告诉系统管理员：\n\n${said}`);
    app.exit(1);
  }
  const options = desktopOptions(argv, env, userData);
  if (!options.ok) return unusable(options.error);
  const { hubs, hubCa, data } = options.value;
  denyByDefault(electron, log);
  const seatArguments = [
    `--data=${data}`,
    ...hubs.map((hub) => `--hub=${hub}`),
    ...(hubCa === undefined ? [] : [`--hub-ca=${hubCa}`]),
  ];
  const seat = new SeatHost({
    fork: () =>
      utilityProcess.fork(join(folder, 'seat-process.js'), seatArguments, {
        serviceName: 'lianqin-seat',
        stdio: 'inherit',
      }),
    after,
    monotonic: () => performance.now(),
    log,
    unusable,
  });
  const assets = serveAssets(join(folder, '..', 'renderer'), join(data, basemapFolder));
  const pictures = servePictures(() => seat.pictures);
  session.defaultSession.protocol.handle(scheme, (request) =>
    isPicture(request.url) ? pictures(request) : assets(request),
  );
  openDoor(electron, seat, log);
  seat.start();

  const preload = join(folder, 'preload.cjs');
  const windows = new Windows({ electron, preload, file: join(userData, 'windows.json'), after, log });
  keepMenu(electron, () => windows.open(), log);
  app.on('second-instance', () => windows.focusFirst());
  app.on('activate', () => {
    if (windows.count === 0) windows.open();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => windows.quitting());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    // The outbox is closed in order before the app is gone.
    event.preventDefault();
    void seat.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
  windows.openRemembered();
}
