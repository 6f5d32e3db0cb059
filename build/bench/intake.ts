/**
 * A hundred orders of work a second over the HTTP intake of a hub, for a minute: each is understood, placed, matched,
 * assessed and compared with those before it. An order is due at its instant whatever became of those before: what one
 * waits for another counts. The yardstick only keeps the text, with the same kind of commit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanUp, startHub, tempFolder } from '../../tests/support/hub-process.ts';
import { improvedOn, keptAside } from '../../tests/support/night-texts/index.ts';
import { makeDemoPack } from '../demo-district/pack.ts';
import { inTempFolder } from './folders.ts';
import type { KeeperSaid } from './intake-yardstick.ts';
import { startProgram } from './processes.ts';
import type { Measured } from './statistics.ts';
import { check, figure, percentile } from './statistics.ts';

const perSecond = 100;
const seconds = 60;
const orderCount = perSecond * seconds;
/** Goal for the answer, p95, ms. */
const goal = 250;
const night = '2026-11-21';
const clock = '2026-11-21T22:41:00+08:00';
const key = 'key-of-the-benchmarks';
const sources = ['12345', '12319', '110', 'grid'];

const texts = [...improvedOn, ...keptAside].filter((one) => one.night === undefined).map(({ text }) => text);

const orderAt = (index: number): string =>
  JSON.stringify({
    ...{ source: sources[index % sources.length], externalId: `B-${String(index)}` },
    ...{ text: texts[index % texts.length], caller: { phone: `139${String(index).padStart(8, '0')}` } },
  });

interface Answered {
  readonly status: number;
  /** From the instant it was due until the answer was read, ms. */
  readonly ms: number;
}

function send(agent: Agent, port: number, index: number, due: number): Promise<Answered> {
  const body = orderAt(index);
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      'content-length': Buffer.byteLength(body),
    };
    const options = { agent, port, host: '127.0.0.1', method: 'POST', path: '/api/v1/incidents', headers };
    const sent = request(options, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - due }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function load(port: number): Promise<readonly Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  // What is compiled at the first one, and connects, is no part of it.
  await send(agent, port, orderCount, performance.now());
  const begun = performance.now();
  const answers: Promise<Answered>[] = [];
  for (let index = 0; index < orderCount; index += 1) {
    const due = begun + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    answers.push(send(agent, port, index, due));
  }
  const all = await Promise.all(answers);
  agent.destroy();
  return all;
}

/** Of the process with this id: user and system, s; undefined where the system does not tell. */
function cpuSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / 100;
  } catch {
    return undefined;
  }
}

async function hubTakes(folder: string) {
  const pack = join(folder, 'pack.json');
  writeFileSync(pack, JSON.stringify(makeDemoPack(night)));
  const common = ['--data', tempFolder(), '--demo', '--api-key', key, '--pack', pack, '--log-level', 'error'];
  const hub = startHub([...common, '--port', '0', '--clock', clock]);
  try {
    const { http } = await hub.listening;
    const before = cpuSeconds(hub.child.pid);
    const answers = await load(http);
    const after = cpuSeconds(hub.child.pid);
    const count = await countIncidents(http);
    check(count === orderCount + 1, `the hub holds ${String(count)} incidents of ${String(orderCount + 1)} orders`);
    return { answers, cpu: before === undefined || after === undefined ? undefined : after - before };
  } finally {
    await cleanUp();
  }
}

async function countIncidents(port: number): Promise<number> {
  let count = 0;
  let after: string | null = null;
  do {
    const query = `limit=500${after === null ? '' : `&after=${after}`}`;
    const answer: Response = await fetch(`http://127.0.0.1:${String(port)}/api/v1/incidents?${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const page = (await answer.json()) as { readonly incidents: readonly unknown[]; readonly next: string | null };
    count += page.incidents.length;
    after = page.next;
  } while (after !== null);
  return count;
}

export function intake(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const keeper = startProgram<KeeperSaid>('intake-yardstick.ts', [folder]);
    let yardstick: readonly Answered[];
    try {
      yardstick = await load((await keeper.next('listening')).port);
    } finally {
      await keeper.end();
    }
    const { answers, cpu } = await hubTakes(folder);
    for (const [name, side] of [
      ['yardstick', yardstick],
      ['hub', answers],
    ] as const)
      check(
        side.every(({ status }) => status === 201),
        `${name}: ${String(side.filter(({ status }) => status !== 201).length)} orders were not taken`,
      );
    const of = (side: readonly Answered[], share: number): number =>
      percentile(
        side.map(({ ms }) => ms),
        share,
      );
    const [p95, p95Yardstick] = [of(answers, 0.95), of(yardstick, 0.95)];
    const last = answers.slice(-10 * perSecond);
    const told = (side: readonly Answered[]): string =>
      `median ${figure(of(side, 0.5), 'ms')}, p99 ${figure(of(side, 0.99), 'ms')}, worst ${figure(of(side, 1), 'ms')}`;
    return {
      row: {
        ...{ name: 'intake', ours: figure(p95, 'ms p95'), yardstick: figure(p95Yardstick, 'ms p95') },
        ...{ ratio: p95 / p95Yardstick, goal: `all taken, ≤ ${String(goal)} ms`, pass: p95 <= goal },
      },
      notes: [
        `${String(perSecond)} orders a second for ${String(seconds)} s, ${String(texts.length)} texts of a night in turn; all taken`,
        `ours: ${told(answers)}; the last ten seconds p95 ${figure(of(last, 0.95), 'ms')}`,
        ...(cpu === undefined
          ? []
          : [`the hub: ${figure(cpu, 's')} of CPU, ${figure((cpu * 1_000) / orderCount, 'ms')} an order`]),
        `yardstick: ${told(yardstick)}`,
      ],
    };
  });
}
