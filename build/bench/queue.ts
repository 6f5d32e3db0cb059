/**
 * `queue`: 2,000 open incidents in the queue: the list is scrolled from end to end and incidents change their place in it, one
 * a quarter second. Counted is what holds the page up: tasks of more than 50 ms (long tasks), and the longest of them. Beside it
 * the plainest page: the same rows, all drawn, put into their new order.
 */
import type { Page } from 'playwright/test';
import { chromium } from 'playwright/test';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { PlayedSeat, showPlayed } from '../../tests/support/played-seat.ts';
import { ensureChromium, plainChromiumFlags } from '../setup/chromium.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median } from './statistics.ts';

const open = 2_000;
const roundCount = 3;
const changes = 40;
const changeEveryMs = 250;
const screens = 60;
const goal = 50;
const viewport = { width: 1_920, height: 1_080 };

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

/** Tasks of the page that took longer than 50 ms, ms each; the browser tells no shorter ones. */
const watching = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ entryTypes: ['longtask'] });
`;

async function scrolled(page: Page, list: string): Promise<void> {
  await page.evaluate(`(async () => {
    const list = document.querySelector(${JSON.stringify(list)});
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let i = 0; i <= ${String(screens)}; i += 1) {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * (i / ${String(screens)});
      await frame();
      await frame();
    }
    list.scrollTop = 0;
    await frame();
  })()`);
}

const longTasks = (page: Page): Promise<readonly number[]> => page.evaluate('window.longTasks');

interface Round {
  readonly scroll: readonly number[];
  readonly sort: readonly number[];
}

type Change = (at: number) => Promise<void>;

async function measured(page: Page, list: string, change: Change): Promise<Round> {
  await page.waitForTimeout(2_000);
  await page.evaluate(watching);
  await scrolled(page, list);
  const scroll = await longTasks(page);
  await page.evaluate('window.longTasks = []');
  for (let i = 0; i < changes; i += 1) {
    await change(i);
    await page.waitForTimeout(changeEveryMs);
  }
  return { scroll, sort: await longTasks(page) };
}

async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...plainChromiumFlags] });
  try {
    const page = await browser.newPage({ viewport, locale: 'zh-CN' });
    page.setDefaultTimeout(120_000);
    return await work(page);
  } finally {
    await browser.close();
  }
}

async function oursOnce(): Promise<Round> {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42');
  const one = night.incident(id);
  const documentOf = (n: number, from: number, version: number) => {
    const number = `1121-${String(n).padStart(3, '0')}`;
    const limit = { limit: 'dispatch' as const, at: from };
    const state = { ...one, id: `more-${String(n)}`, number, running: n, similar: [], open: [limit], next: limit };
    return { stream: `incident/more-${String(n)}`, version, seq: version, state: state as never } as const;
  };
  const first = night.at('22:50');
  for (let n = 2; n <= open; n += 1) {
    const document = documentOf(n, first + n * 1_000, 1);
    seat.more.set(document.stream, document);
  }
  seat.hold([id]);
  const shell = await showPlayed(seat);
  try {
    return await withPage(async (page) => {
      await page.goto(shell.url);
      await page.locator('.queue__count', { hasText: `${String(open)} 件` }).waitFor();
      const round = await measured(page, '.queue__list', async (at) => {
        // From the end to before all others: every block between has other rows.
        seat.change([documentOf(open - at * 7, night.at('22:43') - at * 1_000, 2)]);
        return Promise.resolve();
      });
      const top = await page.locator('[data-incident]').first().getAttribute('data-incident');
      const last = `1121-${String(open - (changes - 1) * 7).padStart(3, '0')}`;
      check(top === last, `the last that changed is not first in the queue: ${String(top)}, not ${last}`);
      return round;
    });
  } finally {
    await shell.stop();
  }
}

/** The same words in the same number of elements, all in the page. */
const plain = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; font: 14px sans-serif } #list { height: 100vh; overflow: auto }
  #list div { padding: 8px 12px; border-bottom: 1px solid #ccc } span { margin-right: 8px }
</style><div id="list"></div><script>
  const list = document.getElementById('list');
  for (let n = 1; n <= ${String(open)}; n += 1) {
    const row = document.createElement('div');
    row.innerHTML = '<p><b>1121-' + n + '</b> <span>签收 4:55</span></p><p>施工噪声 · 斜土路×小木桥路</p>' +
      '<p><span>待签收</span><span>库内未查到许可</span><span>12345 22:41</span></p>';
    list.append(row);
  }
</script>`;

const yardstickOnce = (): Promise<Round> =>
  withPage(async (page) => {
    await page.setContent(plain);
    return measured(page, '#list', (at) =>
      page.evaluate(`(() => {
        const list = document.getElementById('list');
        const rows = [...list.children];
        const [moved] = rows.splice(${String(open)} - ${String(at * 7)} - 1, 1);
        list.replaceChildren(moved, ...rows);
      })()`),
    );
  });

export async function queueBench(): Promise<Measured> {
  const ours: Round[] = [];
  const yardstick: Round[] = [];
  for (let i = 0; i < roundCount; i += 1) {
    ours.push(await oursOnce());
    yardstick.push(await yardstickOnce());
  }
  const longest = (round: Round): number => Math.max(0, ...round.scroll, ...round.sort);
  const count = (rounds: readonly Round[], what: keyof Round): string =>
    rounds.map((round) => String(round[what].length)).join(', ');
  const worst = (rounds: readonly Round[], what: keyof Round): string =>
    rounds.map((round) => figure(Math.max(0, ...round[what]), 'ms')).join(', ');
  const [most, least] = [median(ours.map(longest)), median(yardstick.map(longest))];
  const told = (value: number): string => (value === 0 ? 'none over 50 ms' : `longest ${figure(value, 'ms')}`);
  return {
    row: {
      name: 'queue',
      ours: told(most),
      yardstick: told(least),
      // The browser tells nothing of tasks of 50 ms and less.
      ratio: Math.max(most, goal) / Math.max(least, goal),
      goal: `no task over ${String(goal)} ms`,
      pass: ours.every((round) => longest(round) <= goal),
    },
    notes: [
      `${String(open)} open, ${String(viewport.width)} by ${String(viewport.height)}, Chromium without a graphics card; ${String(roundCount)} rounds`,
      `scrolled from end to end in ${String(screens)} steps: long tasks ${count(ours, 'scroll')}, longest ${worst(ours, 'scroll')}`,
      `${String(changes)} incidents from the end to the top, one each ${String(changeEveryMs)} ms: long tasks ${count(ours, 'sort')}, longest ${worst(ours, 'sort')}`,
      `yardstick: all rows drawn, put into their new order; scrolled ${count(yardstick, 'scroll')}, longest ${worst(yardstick, 'scroll')}; sorted ${count(yardstick, 'sort')}, longest ${worst(yardstick, 'sort')}`,
    ],
  };
}
