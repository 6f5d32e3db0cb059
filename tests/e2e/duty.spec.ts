/**
 * The evening turns by itself: three seats and a wall on a real hub whose clock runs at sixty times, with open work carried
 * over; and what the page of the duty tells before somebody switches.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { makeDemoPack, turningByItself } from '../../build/demo-district/pack.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const begin = '2026-11-20T15:20:00+08:00';
const shots = 'test-results/duty';
const logins = ['zhihui1', 'zhiban', 'yeban', 'daping'] as const;
/** A guard against hanging, with the hours of the afternoon at sixty times. */
const turned = { timeout: 240_000 };

test.describe.configure({ timeout: 8 * 60_000 });
test.use({ launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags } });

const opened: BrowserContext[] = [];
test.afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  await cleanUp();
});

async function receive(port: number, externalId: string, text: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/incidents`, {
    ...{ method: 'POST', body: JSON.stringify({ source: '12345', externalId, text }) },
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(201);
}

const mode = (page: Page) => page.locator('.top-bar, .wall').first();

test('a working day turns into the night on three seats and the wall, with open work carried over', async ({
  browser,
}) => {
  const pack = join(tempFolder(), 'pack.json');
  writeFileSync(pack, JSON.stringify(turningByItself(makeDemoPack('2026-11-20', Date.parse(begin)))));
  const common = ['--data', tempFolder(), '--demo', '--api-key', testKey, '--pack', pack, '--port', '0'];
  const hub = startHub([...common, '--clock', begin, '--clock-rate', '60']);
  const { http } = await hub.listening;
  await receive(http, 'T-1', '斜土路小木桥路口那个工地还在打桩，吵得睡不着。');
  const pages: Page[] = [];
  const complaints: string[][] = [];
  for (const login of logins) {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
    opened.push(context);
    const page = await context.newPage();
    complaints.push(collectComplaints(page));
    const shell = await startShell(`http://127.0.0.1:${http}`, tempFolder());
    await page.goto(shell.url);
    await signInAs(page, login);
    await expect(mode(page)).toContainText('日常', { timeout: 60_000 });
    pages.push(page);
  }
  const desk = must(pages[1], 'a page');
  await desk.getByRole('button', { name: '勤务', exact: true }).click();
  const now = desk.getByRole('region', { name: '当前勤务模式' });
  await expect(now).toContainText('日历：17:30 转为夜间');
  await expect(
    desk.getByRole('region', { name: '今后两小时可派' }).locator('svg.recharts-surface').first(),
  ).toBeVisible();
  await desk.getByText('节假日', { exact: true }).click();
  const effects = desk.locator('.duty__effects');
  await expect(effects).toContainText('保持到 17:30，之后按日历切换。');
  await desk.screenshot({ path: `${shots}/before.png` });
  for (const page of pages) await expect(mode(page)).toContainText('夜间', turned);
  await expect(now).toContainText('按日历切换');
  await expect(now).toContainText('统计夜：2026-11-20 夜');
  await expect(now).toContainText('日历：11-21 08:30 转为日常');
  await desk.screenshot({ path: `${shots}/after.png` });
  // What was open by day is open by night, on every seat.
  await expect(must(pages[0], 'a page').locator('[data-incident]')).toHaveCount(1);
  await expect(must(pages[2], 'a page').locator('[data-incident]')).toHaveCount(1);
  expect(complaints.flat()).toEqual([]);
});
