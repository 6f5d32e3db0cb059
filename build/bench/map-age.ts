/**
 * `map-age`: how old a report is when there is a picture of it, or of a newer one, with units that report once a second; and
 * what the page costs meanwhile. Beside it what a web tracker does: all units as GeoJSON into a clustered source at each tick.
 */
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright/test';
import { chromium } from 'playwright/test';
import { tempFolder } from '../../tests/support/hub-process.ts';
import { buildMapPage, serveMapPage } from '../../tests/support/map-page.ts';
import { chromiumFlags, ensureChromium } from '../setup/chromium.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, percentile, rounds } from './statistics.ts';

const roundCount = 5;
const settleMs = 2_500;
const measureMs = 10_000;
const sampleMs = 10;
const viewport = { width: 1_366, height: 768 };
/** Of the yardstick at most. */
const goal = 0.2;

type Side = 'ours' | 'yardstick';

interface Round {
  /** From a report to a picture of it or of a newer one, the 95th of a hundred reports, ms. */
  readonly age: number;
  /** Seconds of CPU in a minute: of the page, and of what draws for it. */
  readonly renderer: number;
  readonly drawing: number;
}

interface ProcessInfo {
  readonly type: string;
  readonly cpuTime: number;
}

/** Seconds of CPU so far, by kind of process. */
async function cpuOf(browser: Browser): Promise<{ readonly renderer: number; readonly drawing: number }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: readonly ProcessInfo[] };
  await session.detach();
  const sum = (type: string): number =>
    processInfo.filter((one) => one.type.toLowerCase() === type).reduce((all, { cpuTime }) => all + cpuTime, 0);
  return { renderer: sum('renderer'), drawing: sum('gpu') };
}

const call = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression);

async function round(url: string, side: Side, units: number): Promise<Round> {
  // A browser of its own: nothing of one side is left to the other.
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumFlags] });
  try {
    const page = await browser.newPage({ viewport, locale: 'zh-CN' });
    page.setDefaultTimeout(120_000);
    // Ours as it is where no graphics card draws; the yardstick knows no other way than WebGL.
    await page.goto(`${url}?renderer=flat`);
    await page.waitForSelector('.district-map-ground[data-drawn=true]', { state: 'attached' });
    if (side === 'ours') {
      await call(page, 'window.mapPage.set({ focus: { bounds: [121.385, 31.1, 121.475, 31.225], change: 1 } })');
      await call(page, `window.mapPage.drive(${String(units)})`);
    } else await call(page, `window.mapPage.yardstick(${String(units)})`);
    const until = Date.now() + 120_000;
    let drawn = 0;
    while (drawn !== units && Date.now() < until) {
      await page.waitForTimeout(100);
      drawn = await call<number>(page, 'window.mapPage.unitsDrawn()');
    }
    check(drawn === units, `${side} draws ${String(drawn)} of ${String(units)} units`);
    await page.waitForTimeout(settleMs);
    const before = await cpuOf(browser);
    const begun = performance.now();
    const delays = await call<readonly number[]>(
      page,
      `(async () => {
        const map = window.mapPage;
        const delays = [];
        const waiting = [];
        let last = map.newest().told;
        const end = performance.now() + ${String(measureMs)};
        while (performance.now() < end) {
          await new Promise((resolve) => setTimeout(resolve, ${String(sampleMs)}));
          const { told, drawn } = map.newest();
          if (told !== last) waiting.push(told);
          last = told;
          while (waiting.length > 0 && drawn >= waiting[0]) delays.push(map.now() - waiting.shift());
        }
        // What is not drawn yet is at least so late.
        return [...delays, ...waiting.map((told) => map.now() - told)];
      })()`,
    );
    const after = await cpuOf(browser);
    const minutes = (performance.now() - begun) / 60_000;
    check(delays.length > 2, `${side}: ${String(delays.length)} reports in ${String(measureMs)} ms`);
    return {
      age: percentile(delays, 0.95),
      renderer: (after.renderer - before.renderer) / minutes,
      drawing: (after.drawing - before.drawing) / minutes,
    };
  } finally {
    await browser.close();
  }
}

export async function mapAge(units: number): Promise<Measured> {
  const folder = tempFolder();
  await buildMapPage(folder);
  const server = await serveMapPage(folder);
  const found: Record<Side, Round[]> = { ours: [], yardstick: [] };
  try {
    for (let i = 0; i < roundCount; i += 1)
      for (const side of i % 2 === 0 ? (['ours', 'yardstick'] as const) : (['yardstick', 'ours'] as const))
        found[side].push(await round(server.url, side, units));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const of = (side: Side, what: keyof Round): number[] => found[side].map((one) => one[what]);
  const [ours, yardstick] = [median(of('ours', 'age')), median(of('yardstick', 'age'))];
  const cpu = (side: Side): string =>
    `${side}: ${figure(median(of(side, 'renderer')), 's')} of CPU a minute in the page, ` +
    `${figure(median(of(side, 'drawing')), 's')} in the process that draws`;
  const ratio = ours / yardstick;
  return {
    row: {
      name: `map-age-${String(units)}`,
      ours: `p95 ${figure(ours, 'ms')}`,
      yardstick: `p95 ${figure(yardstick, 'ms')}`,
      ratio,
      goal: `≤ ${String(goal)} of it`,
      pass: ratio <= goal,
    },
    notes: [
      `${String(units)} units, one report each a second, ${String(viewport.width)} by ${String(viewport.height)}, Chromium without a graphics card`,
      'ours: frames of 24 bytes a unit into columns, the plain canvas; yardstick: GeoJSON of all into a clustered source, one update at a time',
      'age: hub time less that of the report when a picture shows it, or a newer one; what comes on the way to the page is not in it',
      rounds('ours', of('ours', 'age'), 'ms'),
      rounds('yardstick', of('yardstick', 'age'), 'ms'),
      cpu('ours'),
      cpu('yardstick'),
    ],
  };
}
