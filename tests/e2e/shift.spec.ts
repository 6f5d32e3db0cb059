/** The shift sheet on a real hub, seat and browser: empty, busy, traced, printed, cut off. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightHub, NightSeat } from '../support/night-hub.ts';
import { beginDuty, openDesk, playNight } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { signInAs } from '../support/sign-in.ts';

const shots = 'test-results/shift';

test.describe.configure({ timeout: 180_000 });

let seats: NightSeat[] = [];
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  for (const seat of seats) seat.close();
  seats = [];
  await cleanUp();
});

async function openSheet(page: Page, hub: NightHub): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.goto(shell.url);
  await signInAs(page, 'zhiban');
  await page.getByRole('button', { name: '交班页' }).click();
  await expect(page.getByRole('heading', { name: '夜间值班交班表' })).toBeVisible();
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const viewport of [
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
  ]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${shots}/${name}-${viewport.width}.png` });
    const wide = await page.evaluate(() => {
      const shift = document.querySelector('.shift');
      return (shift?.scrollWidth ?? 0) - (shift?.clientWidth ?? 0);
    });
    expect(wide, `${name} at ${viewport.width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.shift').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

const figure = (page: Page, id: string) => page.locator(`[data-figure="${id}"] b`);

test('the sheet of a night: empty, filled, traced to its incidents, printed, cut off', async ({ page }) => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  await openSheet(page, hub);
  await expect(figure(page, 'received')).toHaveText('0');
  await expect(figure(page, 'response')).toHaveText('—');
  await expect(page.locator('.shift')).not.toContainText('NaN');
  await expect(page.locator('.shift')).toContainText('本统计夜没有受理诉件');
  await shoot(page, 'empty');
  await accessible(page);

  const desk = await openDesk(hub, 'zhiban');
  seats.push(desk);
  await beginDuty(desk);
  await playNight(hub, desk);
  await expect(figure(page, 'received')).toHaveText('7');
  await expect(figure(page, 'open')).toHaveText('6');
  await expect(figure(page, 'sent')).toHaveText('3');
  await expect(figure(page, 'arrived')).toHaveText('2');
  await expect(figure(page, 'joined')).toHaveText('1');
  await expect(figure(page, 'owed')).toHaveText('7');
  await expect(figure(page, 'grades-reportedByDesk')).toHaveText('2');
  await expect(figure(page, 'sources-12345')).toHaveText('3');
  await expect(figure(page, 'outcomes-stopped')).toHaveText('1');
  await expect(page.locator('[data-incident="1121-004"]')).toContainText('并入 1121-001');
  await expect(page.locator('[data-duty="sameHour"]')).toContainText('1121-001');
  await expect(page.locator('.shift__head')).toContainText('11 月 21 日夜');
  await expect(page.locator('.shift__head')).toContainText('2026-11-21 08:30 至 2026-11-22 08:30');
  await expect(page.locator('.shift')).not.toContainText('1390000');

  await page.locator('[data-figure="sources-12345"]').click();
  await expect(page.locator('.shift-trace')).toHaveText('12345：1121-001、1121-004、1121-006');
  await page.locator('[data-figure="arrived"]').click();
  await expect(page.locator('.shift-trace')).toHaveText('到场：1121-001、1121-002');
  await shoot(page, 'busy');
  await accessible(page);
  await page.locator('.shift__signs').scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/busy-end-1366.png` });
  await page.getByRole('button', { name: '日间配色' }).click();
  await accessible(page);
  await page.getByRole('button', { name: '夜间配色' }).click();

  // On paper: white, without the program around it.
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 990 });
  await expect(page.locator('.top-bar')).toBeHidden();
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  await page.screenshot({ path: `${shots}/print.png`, fullPage: true });
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ path: `${shots}/shift.pdf`, preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.setViewportSize({ width: 1366, height: 768 });

  // The printer is asked for by the button alone.
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await page.getByRole('button', { name: '打印' }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');

  await page.getByLabel('统计夜').selectOption({ index: 0 });
  hub.process.signal('SIGKILL');
  await hub.process.exited;
  await expect(page.getByRole('alert')).toContainText('链路已断开');
  await expect(figure(page, 'received')).toHaveText('7');
  await shoot(page, 'offline');
});
