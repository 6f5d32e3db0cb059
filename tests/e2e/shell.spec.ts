/** A real hub, a real seat, a real browser: signing in, living through the death of the hub, and of the seat. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright/test';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startAgain, startDemoHub, startShell } from '../support/shell-process.ts';
import type { DemoHub, ShellProcess } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { loginField, signIn } from '../support/sign-in.ts';

const shots = 'test-results/shell';
const large = { width: 1920, height: 1080 };
const small = { width: 1366, height: 768 };

let hub: DemoHub;
let seatData: string;
let shell: ShellProcess;

test.beforeEach(async () => {
  hub = await startDemoHub();
  seatData = tempFolder();
  shell = await startShell(`http://127.0.0.1:${hub.port}`, seatData);
});

// Hub, seat and browser start several times over; other work may share the two cores.
test.describe.configure({ timeout: 180_000 });

test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

const link = (page: Page, state: string): Locator => page.locator(`.top-bar [data-link="${state}"]`);
const card = (page: Page, name: string): Locator => page.locator(`[data-card="${name}"]`);

/** Age of the data as drawn, ms. */
async function shownAge(page: Page): Promise<number> {
  return Number(await page.locator('.top-bar [data-age-ms]').getAttribute('data-age-ms'));
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const viewport of [small, large]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${shots}/${name}-${viewport.width}.png` });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${name} at ${viewport.width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** How this seat stands, for those who have more than this one page. */
async function openStatus(page: Page): Promise<void> {
  await page.getByRole('button', { name: '席位状态' }).click();
}

test('signing in, live, the hub dies and comes back, signing out', async ({ page }) => {
  await page.goto(shell.url);
  await expect(page.getByRole('heading', { name: '联勤' })).toBeVisible();
  expect(page.url(), 'the secret stays out of sight').toBe(`http://127.0.0.1:${shell.port}/`);
  await expect(loginField(page)).toBeFocused();
  await shoot(page, 'sign-in');
  await accessible(page);

  await signIn(page, 'yeban', 'not the password');
  await expect(page.getByRole('alert')).toContainText('账号或密码不对');
  await expect(page.getByLabel('密码')).toBeFocused();
  await expect(page.getByLabel('密码')).toHaveValue('');
  await shoot(page, 'sign-in-refused');
  await accessible(page);

  await signIn(page, 'yeban', demoPassword);
  await openStatus(page);
  await expect(link(page, 'live')).toHaveText('实时');
  await expect(card(page, 'user')).toContainText('夜班席');
  await expect(card(page, 'dutyMode')).not.toContainText('等待中枢数据');
  await expect(card(page, 'outbox')).toContainText('录入已全部送达');
  // The hub is heard of again and again, also while nothing happens.
  await page.waitForTimeout(6_000);
  expect(await shownAge(page)).toBeLessThan(5_000);
  await shoot(page, 'live');
  await accessible(page);

  // A second screen of the same seat is signed in with it.
  const second = await page.context().newPage();
  await second.goto(shell.url);
  await expect(link(second, 'live')).toBeVisible();
  await second.close();

  hub.process.signal('SIGKILL');
  await hub.process.exited;
  await expect(link(page, 'offline')).toHaveText('已断开');
  const age = await shownAge(page);
  await expect.poll(() => shownAge(page)).toBeGreaterThan(age + 3_000);
  await expect(card(page, 'link')).toContainText('可继续查看和录入');
  await expect(card(page, 'user')).toContainText('夜班席');
  await shoot(page, 'offline');
  await accessible(page);

  // Cut off, the screen may still be loaded anew: the page comes from the seat.
  await page.reload();
  await expect(link(page, 'offline')).toBeVisible();

  await startAgain(hub);
  await expect(link(page, 'live')).toBeVisible({ timeout: 45_000 });
  await expect.poll(() => shownAge(page)).toBeLessThan(5_000);

  await page.getByRole('button', { name: '日间配色' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await shoot(page, 'live-light');
  await accessible(page);

  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(loginField(page)).toBeVisible();
  await accessible(page);
});

test('a seat that dies is said at once, and a page of an earlier launch is told so', async ({ page, complaints }) => {
  await page.goto(shell.url);
  await signIn(page, 'zhihui1', demoPassword);
  await openStatus(page);
  await expect(link(page, 'live')).toBeVisible();

  shell.process.signal('SIGKILL');
  await shell.process.exited;
  await expect(link(page, 'shellDown')).toHaveText('席位断开');
  await expect(card(page, 'user')).toContainText('指挥一席');
  await shoot(page, 'seat-gone');

  const again = await startShell(`http://127.0.0.1:${hub.port}`, seatData, shell.port);
  await expect(page.getByText('本页的通行凭据已失效')).toBeVisible();
  // The browser itself notes each attempt that found nobody.
  const others = complaints.filter((text) => !text.includes('WebSocket connection to'));
  complaints.length = 0;
  expect(others).toEqual([]);
  await shoot(page, 'earlier-launch');
  await accessible(page);

  // Opened with the new address, it is still signed in.
  await page.goto(again.url);
  await page.reload();
  await expect(link(page, 'live')).toBeVisible();
});

test('a page without the secret of the launch sees nothing', async ({ page }) => {
  await page.goto(`http://127.0.0.1:${shell.port}/`);
  await expect(page.getByText('本页的通行凭据已失效')).toBeVisible();
});
