/** A caller who asks to be kept secret, at the seats of who must ring back, who need not, and who leads. */
import type { Page } from 'playwright/test';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 300_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/secret-caller';
let hub: NightHub;

test.beforeEach(async () => {
  hub = await startNightHub('2026-11-21T22:41:00+08:00');
});
test.afterEach(async ({ page, context }) => {
  await page.goto('about:blank');
  for (const other of context.pages()) if (other !== page) await other.close();
  await cleanUp();
});

async function open(page: Page, login: string): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(shell.url);
  await signInAs(page, login);
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
}

const words = (page: Page) => page.locator('.facts__words');

test('ticked at the intake, masked at every seat; in full for a reason where somebody rings back; lifted by a lead', async ({
  page,
  browser,
}) => {
  await open(page, 'yeban');
  await page.keyboard.press('n');
  const form = page.locator('form.intake');
  await form.getByLabel('来电内容（原话）').fill('斜土路小木桥路口工地在打桩，我电话13800001234');
  await form.getByLabel('电话', { exact: true }).fill('13800001234');
  await form.getByLabel('称呼').fill('示例甲');
  await form.getByLabel('来电人要求保密').check();
  await page.screenshot({ path: `${shots}/intake.png` });
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.queue [data-incident]')).toHaveCount(1);
  await page.locator('.queue [data-incident]').first().click();
  await expect(page.locator('.detail__confidential')).toHaveText('来电人要求保密');

  await page.getByRole('button', { name: '查看来电内容（留痕）' }).click();
  await expect(words(page)).toContainText('138****1234');
  await expect(words(page)).toContainText('示**');
  await expect(words(page)).not.toContainText('13800001234');
  await page.locator('.facts__secret').scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/masked.png` });
  const show = page.getByRole('button', { name: '看全（留痕）' });
  await expect(show).toBeDisabled();
  await page.getByLabel('看全的理由').fill('按时限回电');
  await show.click();
  await expect(words(page)).toContainText('13800001234');
  await expect(words(page)).toContainText('示例甲');
  await page.screenshot({ path: `${shots}/in-full.png` });

  const other = await browser.newPage({ locale: 'zh-CN' });
  const complaints = collectComplaints(other);
  await open(other, 'zhihui1');
  await other.locator('.queue [data-incident]').first().click();
  await other.getByRole('button', { name: '查看来电内容（留痕）' }).click();
  await expect(words(other)).toContainText('138****1234');
  await expect(other.getByRole('button', { name: '看全（留痕）' })).toHaveCount(0);
  await expect(other.locator('#life-step option[value="LiftCallerSecrecy"]')).toHaveCount(0);
  await other.goto('about:blank');
  await other.close();
  expect(complaints).toEqual([]);

  const lead = await browser.newPage({ locale: 'zh-CN' });
  const said = collectComplaints(lead);
  await open(lead, 'zhiban');
  await lead.locator('.queue [data-incident]').first().click();
  await lead.locator('#life-step').selectOption('LiftCallerSecrecy');
  const lifting = lead.getByRole('form', { name: '解除保密' });
  await lifting.getByRole('button', { name: '解除保密' }).click();
  // Never without words of how that is known.
  await expect(lead.locator('.detail__confidential')).toBeVisible();
  await lifting.getByRole('textbox').fill('22:45 电话中同意具名');
  await lead.screenshot({ path: `${shots}/lifting.png` });
  await lifting.getByRole('button', { name: '解除保密' }).click();
  await expect(lead.locator('.detail__confidential')).toHaveCount(0);
  await expect(page.locator('.detail__confidential')).toHaveCount(0);
  await lead.getByRole('button', { name: '查看来电内容（留痕）' }).click();
  await expect(words(lead)).toContainText('13800001234');
  await lead.goto('about:blank');
  await lead.close();
  expect(said).toEqual([]);
});
