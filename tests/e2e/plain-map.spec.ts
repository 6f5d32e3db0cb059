/** A machine of the hall without WebGL, beside the hotline's page: the console is all there, on the plain map. */
import { chromium } from 'playwright/test';
import type { Page } from 'playwright/test';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat, showPlayed } from '../support/played-seat.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

/** How many colours the map is drawn in. */
async function colours(page: Page): Promise<number> {
  return page.locator('canvas.district-map-flat').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? {
      data: new Uint8ClampedArray(),
    };
    const found = new Set<string>();
    for (let i = 0; i < data.length; i += 4) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    return found.size;
  });
}

test('960 px wide and without WebGL: map, queue and dispatch are there', async () => {
  const night = new DemoNight();
  const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  const shell = await showPlayed(seat);
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: plainChromiumFlags,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 960, height: 900 }, locale: 'zh-CN' });
    const complaints = collectComplaints(page);
    await page.goto(shell.url);
    await expect(page.locator('.district-map')).toHaveAttribute('data-ground', 'flat');
    await expect.poll(() => colours(page), { timeout: 30_000 }).toBeGreaterThan(40);
    await page.locator('[data-incident]').click();
    await expect(page.locator('.district-map')).toBeVisible();
    await expect(page.getByRole('region', { name: '建议派单' })).toBeVisible();
    await page.screenshot({ path: 'test-results/plain-map/console-960.png' });
    await page.setViewportSize({ width: 911, height: 512 });
    await page.screenshot({ path: 'test-results/plain-map/console-911.png' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(complaints.filter((said) => !/webgl/i.test(said))).toEqual([]);
    await page.goto('about:blank');
  } finally {
    await browser.close();
    await shell.stop();
  }
});
