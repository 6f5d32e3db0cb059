/** The hub is killed the moment it has answered a call for help: nothing of the call is lost, and it is one. */
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { authentication, location, message, PlatformReader, registration } from '../../simulator/jt808.ts';
import type { TerminalId } from '../../simulator/jt808.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, startHub, testKey } from '../support/hub-process.ts';
import { demoPackFile, startNightHub } from '../support/night-hub.ts';

afterEach(cleanUp);

const clock = '2026-11-21T22:41:00+08:00';
const where = { lon: 121.449, lat: 31.1915, at: Date.parse(clock), speed: 0, heading: 0, sos: true, mileage: 1 };

/** Resolves at the very answer to the call; `onAnswer` is called before anything else happens. */
async function press(port: number, terminal: TerminalId, onAnswer: () => void): Promise<void> {
  const reader = new PlatformReader();
  const socket = connect(port, '127.0.0.1');
  let serial = 0;
  const send = (id: number, body: Buffer): void => void socket.write(message(terminal, id, (serial += 1), body));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('connect', () => send(0x0100, registration(terminal.version, terminal.phone.slice(-7))));
    socket.on('data', (chunk: Buffer) => {
      for (const said of reader.push(chunk))
        if (said.is === 'registered') send(0x0102, authentication(terminal.version, said.code));
        else if (said.to === 0x0102) send(0x0200, location(where));
        else if (said.to === 0x0200) {
          onAnswer();
          resolve();
        }
    });
  });
  socket.on('error', () => undefined);
  socket.destroy();
}

const alarmsIn = (dir: string): readonly AlarmState[] => {
  const folder = openDataFolder(dir, {
    kinds: [...catalog.kinds.keys()],
    newId: () => {
      throw new Error('the journal has its id already');
    },
  });
  try {
    return folder.journal.documents('alarm').map(({ state }) => state as unknown as AlarmState);
  } finally {
    folder.close();
  }
};

test.each(['13800000001', '13800000002', '13800000003'])(
  'given the hub is killed at its answer to %s, then the call stands there, and pressed again it is the same one',
  { timeout: 120_000 },
  async (phone) => {
    const hub = await startNightHub(clock, ['--jt808-port', '0']);
    const terminal: TerminalId = { version: 2019, phone };
    await press(must(hub.jt808, 'a gateway'), terminal, () => hub.process.signal('SIGKILL'));
    await hub.process.exited;
    expect(alarmsIn(hub.data)).toMatchObject([{ kind: 'sos', stage: 'raised' }]);

    const common = ['--data', hub.data, '--demo', '--api-key', testKey, '--pack', demoPackFile()];
    const again = startHub([...common, '--port', '0', '--clock', clock, '--jt808-port', '0']);
    const { jt808 } = await again.listening;
    await press(must(typeof jt808 === 'number' ? jt808 : null, 'a gateway'), terminal, () => undefined);
    again.signal('SIGTERM');
    expect(await again.exited, again.log()).toEqual({ code: 0, signal: null });
    expect(alarmsIn(hub.data)).toHaveLength(1);
  },
);
