/**
 * The seat of the benchmark `soak`, a process of its own, whose time goes on only when told: composed as in the shells,
 * with a screen that watches documents and positions, gives commands and looks back.
 *
 * In: `{"do": "login" | "advance" | "reach" | "work" | "sample"}`. Out: `open`, `live`, `stood`, `reached`, `worked`,
 * `sample`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { composeSeat } from '../../seat/compose.ts';
import { hour } from '../../shared/lib/time.ts';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { benchCatalog, benchTables, registration } from './domain.ts';
import { tell } from './processes.ts';

export type SoakSeatSaid =
  | { readonly said: 'open' | 'live' | 'stood' | 'worked' }
  | { readonly said: 'reached'; readonly isThere: boolean }
  | {
      readonly said: 'sample';
      /** Heap and what hangs on it outside, bytes, after everything was collected. */
      readonly bytes: number;
      readonly documents: number;
      readonly pushes: number;
      /** How often the link was lost. */
      readonly lost: number;
      readonly acknowledged: number;
      readonly replays: number;
    };

export type SoakSeatTask =
  | { readonly do: 'login'; readonly login: string }
  | { readonly do: 'advance'; readonly ms: number }
  /** Whether the seat stands at the event and shows the fix. */
  | { readonly do: 'reach'; readonly seq: number; readonly unit: string; readonly fixAt: number }
  /** What a person does: a command, another look; where told, the last hour once more. */
  | { readonly do: 'work'; readonly number: number; readonly lookBack: boolean }
  | { readonly do: 'sample' };

const say = (message: SoakSeatSaid): void => tell(message);
/** So long it is waited for by the machine's time before the hub's has to go on, ms. */
const reachMs = 200;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function main(dir: string, url: string, start: number): Promise<void> {
  const clock = new ManualClock(start);
  const complain = (data: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify(data)}\n`);
  };
  const { seat } = composeSeat(
    {
      ...{ dataDir: dir, hubUrls: [url], seatId: 'soak', lockAfterMs: 48 * hour },
      log: { info: () => undefined, warn: complain, error: complain },
    },
    {
      ...{ kinds: benchCatalog.kinds, commands: benchCatalog.commands, tables: benchTables },
      ...{ clock: { machine: () => clock.now() }, timers: clock },
    },
  );
  let isLive = false;
  let lastSeq = 0;
  let pushes = 0;
  let lost = 0;
  let replays = 0;
  seat.onPush((push) => {
    pushes += 1;
    if (push.push !== 'status') return;
    ({ lastSeq } = push.status);
    const live = push.status.link === 'live';
    if (isLive && !live) lost += 1;
    isLive = live;
  });
  const watch = (): Promise<unknown> => seat.request('watch', { watch: 1, kinds: ['complaint', 'unit'] });

  async function reach(seq: number, unit: string, fixAt: number): Promise<void> {
    const until = performance.now() + reachMs;
    const isThere = (): boolean => isLive && lastSeq >= seq && seat.position(unit)?.at === fixAt;
    while (!isThere() && performance.now() < until) await sleep(1);
    say({ said: 'reached', isThere: isThere() });
  }

  async function work(number: number, lookBack: boolean): Promise<void> {
    const data = { incident: `own-${number}`, ...registration(number) };
    const answer = await seat.request('submit', { type: 'Register', data, basedOn: {} });
    if (answer.status !== 'queued') throw new Error(JSON.stringify(answer));
    await watch();
    await seat.request('watchPositions', { on: true });
    if (lookBack) {
      const to = clock.now() - 60_000;
      const period = { from: to - hour, to, of: 'seat' as const, units: [], reason: null };
      const opened = await seat.request('replayOpen', period);
      if (opened.status !== 'opened') throw new Error(JSON.stringify(opened));
      const { replay } = opened;
      await seat.request('watch', { watch: 2, kinds: ['complaint'], replay });
      for (const at of [period.from, to]) {
        const shown = await seat.request('replayAt', { replay, at });
        if (shown.status !== 'at' || shown.units.length === 0) throw new Error(JSON.stringify(shown).slice(0, 500));
      }
      await seat.request('replayClose', { replay });
      await seat.request('unwatch', { watch: 2 });
      replays += 1;
    }
    say({ said: 'worked' });
  }

  async function sample(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      collect();
      await sleep(5);
    }
    const { heapUsed, external } = process.memoryUsage();
    const { entries } = await seat.request('outbox', {});
    const acknowledged = entries.filter(({ state }) => state === 'acknowledged').length;
    const { count: documents } = seat.digest();
    say({ said: 'sample', bytes: heapUsed + external, documents, pushes, lost, acknowledged, replays });
  }

  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: SoakSeatTask) => {
    switch (task.do) {
      case 'login':
        return void (async () => {
          await watch();
          await seat.request('watchPositions', { on: true });
          const answer = await seat.request('login', { login: task.login, password: demoPassword });
          if (answer.status !== 'signedIn') throw new Error(JSON.stringify(answer));
          say({ said: 'live' });
        })();
      case 'advance':
        clock.advance(task.ms);
        // What came over the network meanwhile is taken in before time goes on.
        return void sleep(1).then(() => say({ said: 'stood' }));
      case 'reach':
        return void reach(task.seq, task.unit, task.fixAt);
      case 'work':
        return void work(task.number, task.lookBack);
      case 'sample':
        return void sample();
    }
  });
  say({ said: 'open' });
}

const [dir, url, start] = process.argv.slice(2);
if (import.meta.main && dir !== undefined && url !== undefined) await main(dir, url, Number(start));
