/** The seat in Electron's utility process: a host, nothing more. Main hands it the ports of its windows. */
import type { MessageEvent } from 'electron';
import { checkHubs, composeSeat, openLocalPictures, openScreenDoor, trustHub } from '../../seat/compose.ts';
import type { ScreenTransport } from '../../seat/compose.ts';
import { stderrLog as log } from './log.ts';
import { portTransport } from './port-transport.ts';

/** What main says; `electron/main/door.ts` and `seat-host.ts` say it. */
type FromMain =
  | { readonly kind: 'screen'; readonly screen: number }
  | { readonly kind: 'gone'; readonly screen: number }
  | { readonly kind: 'stop' };

function given(name: string): string[] {
  const prefix = `--${name}=`;
  return process.argv
    .filter((argument) => argument.startsWith(prefix))
    .map((argument) => argument.slice(prefix.length));
}

// A seat in an unknown state must not go on: main starts a new one, and what was answered is safe.
process.on('uncaughtException', (error) => {
  log.error({ err: error }, 'the seat met an error nobody caught, and ends');
  process.exit(1);
});

const [dataDir] = given('data');
if (dataDir === undefined) throw new Error('--data is missing');
const [hubCa] = given('hub-ca');
const hubUrls = given('hub');

/** What is wrong with the file of the authority; undefined where nothing is. */
function authorityTrouble(): string | undefined {
  if (hubCa === undefined) return undefined;
  try {
    trustHub(hubCa, Date.now());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function run(dir: string): void {
  checkHubs(hubUrls, log);
  // A page of app:// can open no WebSocket to itself.
  const composed = composeSeat({ dataDir: dir, hubUrls, log, carries: (protocol) => protocol !== 'wsFlv' });
  const door = openScreenDoor({
    seat: composed.seat,
    timers: {
      after: (milliseconds, work) => {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    log,
  });
  const screens = new Map<number, ScreenTransport>();

  process.parentPort.on('message', ({ data, ports }: MessageEvent) => {
    const message = data as FromMain;
    switch (message.kind) {
      case 'screen': {
        const [port] = ports;
        if (port === undefined) return;
        const transport = portTransport(port);
        screens.set(message.screen, transport);
        transport.onClose(() => screens.delete(message.screen));
        return door.connect(transport);
      }
      case 'gone':
        return screens.get(message.screen)?.close('gone');
      case 'stop':
        door.close('stopping');
        composed.close();
        process.exit(0);
    }
  });
  openLocalPictures(composed.seat.pictures, log).then(
    ({ port, secret }) => process.parentPort.postMessage({ kind: 'pictures', port, secret }),
    (error: unknown) => log.error({ err: error }, 'no pictures of cameras: their door could not be opened'),
  );
  log.info({ seat: composed.seatId }, 'the seat is ready');
}

const trouble = authorityTrouble();
if (trouble === undefined) run(dataDir);
else {
  log.error({ trouble }, 'the seat cannot start as it was told');
  // Main says so and ends this process: one started again would fare no better.
  process.parentPort.on('message', ({ data }: MessageEvent) => {
    if ((data as FromMain).kind === 'stop') process.exit(0);
  });
  process.parentPort.postMessage({ kind: 'unusable', said: trouble });
}
