/**
 * The hub of the benchmark `soak`, a process of its own, whose time goes on only when told.
 *
 * In: `{"do": "advance", "ms", "fixes", "commands"}`. Out: `listening`, `stood`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { benchCatalog, benchTables, shift } from './domain.ts';
import { tell } from './processes.ts';
import { openWholeHub, recordUnits } from './whole-hub.ts';

export type SoakHubSaid =
  | { readonly said: 'listening'; readonly port: number; readonly now: number }
  /** `fixAt`: hub time of the newest fixes. */
  | { readonly said: 'stood'; readonly seq: number; readonly now: number; readonly fixAt: number };

export interface SoakHubTask {
  readonly do: 'advance';
  readonly ms: number;
  /** Whether each unit tells where it is. */
  readonly fixes: boolean;
  /** Commands given. */
  readonly commands: number;
}

const say = (message: SoakHubSaid): void => tell(message);

async function main(dir: string, units: number, start: number): Promise<void> {
  const clock = new ManualClock(start);
  const whole = await openWholeHub(dir, {
    ...{ catalog: benchCatalog, tables: benchTables },
    time: { clock: { rate: 1, now: () => clock.now() }, timers: clock },
  });
  const { hub, folder, address, give } = whole;
  await recordUnits(whole, { count: units, now: start, device: (index) => `jt808:${index}` });
  const steps = shift(Number.MAX_SAFE_INTEGER);
  let step = 0;
  let fixAt = 0;

  function takeFixes(): void {
    step += 1;
    fixAt = clock.now();
    const east = Math.abs((step % 200) - 100) * 0.0005;
    for (let index = 0; index < units; index += 1)
      hub.telemetry.take({
        ...{ device: `jt808:${index}`, lon: 121.4 + (index % 50) * 0.001 + east, lat: 31.15 + index * 0.0001 },
        ...{ deviceAt: fixAt, receivedAt: fixAt, speed: 17, heading: 90, accuracy: 8 },
        ...{ positioned: true, replayed: false, sos: false },
      });
  }

  async function advance({ ms, fixes, commands }: SoakHubTask): Promise<void> {
    if (fixes) takeFixes();
    const given: Promise<void>[] = [];
    for (let count = 0; count < commands; count += 1) {
      const { value } = steps.next();
      if (value === undefined) throw new Error('the shift is over');
      given.push(give(value.command, { incident: value.incident, ...value.data }));
    }
    clock.advance(ms);
    await Promise.all(given);
    // What came over the network meanwhile is answered before time goes on.
    await sleep(1);
    say({ said: 'stood', seq: folder.journal.head().seq, now: clock.now(), fixAt });
  }

  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: SoakHubTask) => void advance(task));
  say({ said: 'listening', port: address.http, now: clock.now() });
}

const [dir, units, start] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir, Number(units), Number(start));
