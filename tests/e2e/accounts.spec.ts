/**
 * People of a hall on a real hub, with real seats: the second factor, the lock, another user at the same seat, the token
 * of a wall, and the yes of a second person to emergency mode.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright/test';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { must } from '../../shared/lib/must.ts';
import { hour } from '../../shared/lib/time.ts';
import { codeAt } from '../support/authenticator.ts';
import { cleanUp, startHub, tempFolder } from '../support/hub-process.ts';
import { startDemoHub, startShell } from '../support/shell-process.ts';
import type { DemoHub } from '../support/shell-process.ts';
import { collectComplaints, expect, test } from './fixtures.ts';
import { shootInto } from './shots.ts';
import { signIn } from '../support/sign-in.ts';

const shoot = shootInto('test-results/accounts');

let hub: DemoHub;

test.describe.configure({ timeout: 240_000 });
test.use({ actionTimeout: 30_000 });
test.beforeEach(async () => {
  hub = await startDemoHub();
});
test.afterEach(async ({ page }) => {
  // What a browser says of a seat that is gone is no complaint of the page.
  await page.goto('about:blank');
  await cleanUp();
});

async function newSeat(): Promise<string> {
  return (await startShell(`http://127.0.0.1:${hub.port}`, tempFolder())).url;
}

const me = (page: Page): Locator => page.locator('.top-bar__name');

async function menu(page: Page, item: string): Promise<void> {
  await me(page).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Another screen of the hall, whose complaints count as much. */
async function beside(
  browser: Browser,
  url: string,
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  const complaints = collectComplaints(page);
  await page.goto(url);
  return { page, complaints };
}

test('from the first password: second factor, accounts, lock, another user at one seat', async ({ page }) => {
  const folder = tempFolder();
  const pack = join(folder, 'pack.json');
  writeFileSync(pack, JSON.stringify(makeDemoPack('2026-11-20')));
  const bureau = startHub(['--data', join(folder, 'hub'), '--port', '0', '--pack', pack, '--lock-after-minutes', '1']);
  const { http } = await bureau.listening;
  const given = must(/"newPassword":"([^"]+)"/.exec(bureau.log())?.[1], 'the first password, in the log');
  const { url } = await startShell(`http://127.0.0.1:${http}`, tempFolder());
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(url);

  const replace = async (password: string): Promise<void> => {
    await page.getByLabel('新密码', { exact: true }).fill(password);
    await page.getByLabel('再输一次新密码').fill(password);
    await page.keyboard.press('Enter');
  };
  await signIn(page, 'admin', given);
  await replace('gaosu-shei-ye-buxing');
  // Who keeps the accounts has a second factor before anything else.
  await expect(page.getByRole('heading', { name: '设置动态验证码' })).toBeVisible();
  await page.getByLabel('登录密码').fill('gaosu-shei-ye-buxing');
  await page.keyboard.press('Enter');
  const secret = (await page.locator('.second-factor__secret').innerText()).replace(/\s/g, '');
  const code = page.getByRole('textbox', { name: '动态验证码' });
  await code.fill(codeAt(secret, Date.now() + hour));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert'), 'a phone an hour ahead').toContainText('60 分钟');
  await code.fill(codeAt(secret, Date.now()));
  await page.keyboard.press('Enter');
  await expect(page.locator('.secret-once li').first()).toBeVisible();
  const recovery = await page.locator('.secret-once li').allInnerTexts();
  await page.getByRole('button', { name: '已妥善保存' }).click();

  const first = new Map<string, string>();
  for (const [login, name, role] of [
    ['yeban1', '夜班一', '夜班席'],
    ['zhihui9', '指挥九', '指挥席'],
  ] as const) {
    await page.getByRole('button', { name: '新建账号' }).click();
    const form = page.getByRole('region', { name: '新建账号' });
    await form.getByLabel('姓名').fill(name);
    await form.getByLabel('登录名').fill(login);
    await form.getByLabel('角色', { exact: true }).click();
    await page.locator('.ant-select-dropdown:visible').getByTitle(role, { exact: true }).click();
    await form.getByRole('button', { name: '建立' }).click();
    const detail = page.locator(`[data-account="${login}"]`);
    await detail.getByRole('button', { name: '发给新密码' }).click();
    await page.getByRole('button', { name: /确\s*定/ }).click();
    first.set(login, (await detail.locator('.secret-once li').innerText()).trim());
    await detail.getByRole('button', { name: '已妥善保存' }).click();
  }

  await menu(page, '换人登录');
  await signIn(page, 'yeban1', first.get('yeban1'));
  await replace('yeli-bu-shuijiao-de');
  await expect(me(page)).toContainText('夜班一');
  await page.keyboard.press('n');
  const words = page.getByLabel('来电内容');
  await words.fill('窗户一震一震的');
  // Nobody touches it any more.
  await expect(page.locator('.lock')).toBeVisible({ timeout: 120_000 });
  await expect(page.locator('.top-bar, .intake, canvas')).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText('窗户一震');
  await shoot(page, 'locked');
  // Somebody else, whose own text is another.
  await page.getByRole('button', { name: '换人登录' }).click();
  await signIn(page, 'zhihui9', first.get('zhihui9'));
  await replace('wanshang-women-zai');
  await expect(me(page)).toContainText('指挥九');
  await page.keyboard.press('n');
  await expect(words).toHaveValue('');
  await words.fill('第二个人记的');
  await menu(page, '换人登录');
  // The password alone does not open it for who has a second factor.
  await signIn(page, 'admin', 'gaosu-shei-ye-buxing');
  await expect(code).toBeFocused();
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('验证码不对');
  await code.fill(must(recovery[0], 'a recovery code'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: '访问记录' }), 'who keeps accounts does not keep the watch').toHaveCount(
    0,
  );
  await expect(page.getByRole('row', { name: /指挥九/ })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('窗户一震');
  await menu(page, '换人登录');
  await signIn(page, 'yeban1', 'yeli-bu-shuijiao-de');
  await expect(me(page)).toContainText('夜班一');
  await expect(words).toHaveValue('窗户一震一震的');
  // Loaded anew it is still there, and the other's is not.
  await page.reload();
  await expect(me(page)).toContainText('夜班一');
  if (!(await words.isVisible())) await page.keyboard.press('n');
  await expect(words).toHaveValue('窗户一震一震的');
  await expect(page.locator('body')).not.toContainText('第二个人记的');
});

test('the token of a wall, made by the administrator, opens the wall and nothing else', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(await newSeat());
  await signIn(page, 'guanli');
  await page.getByRole('tab', { name: '密钥' }).click();
  await page.getByRole('button', { name: '新建密钥' }).click();
  const form = page.getByRole('region', { name: '新建密钥' });
  const choose = async (field: string, option: string): Promise<void> => {
    await form.getByLabel(field).click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).click();
  };
  await choose('种类', '大屏');
  await form.getByLabel('名称').fill('大厅东墙');
  await choose('大屏账号', '大屏');
  await form.getByRole('button', { name: '新建密钥' }).click();
  const token = (await page.locator('.secret-once li').innerText()).trim();
  expect(token.length).toBeGreaterThan(20);

  const url = await newSeat();
  const wall = await beside(browser, `${url}&wall=${token}`);
  await expect(wall.page.locator('.wall')).toBeVisible();
  await expect(wall.page.locator('.wall')).toContainText('平稳');
  expect(wall.page.url()).not.toContain(token);
  // No page but the wall, no way to take a call.
  await expect(wall.page.getByRole('button', { name: /指挥台|系统|受理/ })).toHaveCount(0);
  await wall.page.keyboard.press('n');
  await expect(wall.page.getByLabel('来电内容')).toHaveCount(0);

  // Taken back, it opens nothing any more, and the wall that it opened goes dark.
  await page.getByRole('button', { name: '已妥善保存' }).click();
  await page
    .getByRole('row', { name: /大厅东墙/ })
    .getByRole('button', { name: '撤销' })
    .click();
  await page.getByLabel('撤销事由').fill('屏幕搬走');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /大厅东墙/ })).toContainText('已撤销');
  await expect(wall.page.locator('.wall')).toHaveCount(0);
  await wall.page.goto(`${url}&wall=${token}`);
  await expect(wall.page.getByRole('alert')).toContainText('已撤销');
  expect(wall.complaints).toEqual([]);
  await wall.page.context().close();
});

test('emergency mode: asked, told by phone, used once; on screen by the second person', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(await newSeat());
  await signIn(page, 'zhiban');
  await page.getByRole('button', { name: '勤务', exact: true }).click();
  const switching = page.getByRole('region', { name: '切换模式' });
  const approvals = page.getByRole('region', { name: '请示与批准' });
  await shoot(page, 'duty');

  await switching.getByText('夜间', { exact: true }).click();
  // Without a pack nothing is known of the duty night: it is asked for.
  await switching.getByLabel('事由').fill('交接班完成');
  await switching.getByRole('button', { name: '切换为夜间' }).click();
  await expect(switching).toContainText('请填写统计夜的起始日期');
  await switching.getByLabel('统计夜').fill('2026-11-21');
  await switching.getByRole('button', { name: '切换为夜间' }).click();
  await expect(page.getByRole('region', { name: '当前勤务模式' })).toContainText('夜间');

  await switching.getByText('应急', { exact: true }).click();
  await expect(switching).toContainText('还没有可用的批准');
  await expect(switching.getByRole('button', { name: '切换为应急' })).toBeDisabled();
  await approvals.getByLabel('请示事由').fill('暴雨红色预警，三处积水');
  await approvals.getByRole('button', { name: '请示应急模式' }).click();
  const one = approvals.getByRole('listitem').filter({ hasText: '暴雨红色预警' }).first();
  await expect(one).toContainText('待批');
  await expect(one.getByRole('button', { name: '批准', exact: true }), 'not the own one').toHaveCount(0);
  await one.getByRole('button', { name: '记录口头答复' }).click();
  await one.getByLabel('答复人').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '带班领导' }).click();
  await shoot(page, 'duty-record');
  await one.getByRole('button', { name: /记\s*录/ }).click();
  await expect(one).toContainText('电话批准');
  await expect(one).toContainText('由 值班长 记录');

  await expect(switching).toContainText('凭批准：带班领导');
  await switching.getByLabel('事由').fill('按预案启动');
  await shoot(page, 'duty-emergency');
  await switching.getByRole('button', { name: '切换为应急' }).click();
  await expect(page.getByRole('region', { name: '当前勤务模式' })).toContainText('应急');
  await expect(one).toContainText('已使用');
  await switching.getByText('夜间', { exact: true }).click();
  await switching.getByLabel('统计夜').fill('2026-11-21');
  await switching.getByLabel('事由').fill('积水已退');
  await switching.getByRole('button', { name: '切换为夜间' }).click();
  await expect(page.getByRole('region', { name: '当前勤务模式' })).toContainText('夜间');
  await switching.getByText('应急', { exact: true }).click();
  await expect(switching, 'a yes is for once').toContainText('还没有可用的批准');

  // The second time the leader says it on the own screen.
  await approvals.getByLabel('请示事由').fill('再降暴雨');
  await approvals.getByRole('button', { name: '请示应急模式' }).click();
  const leader = await beside(browser, await newSeat());
  await signIn(leader.page, 'daiban');
  await leader.page.getByRole('button', { name: '勤务', exact: true }).click();
  const again = leader.page.getByRole('listitem').filter({ hasText: '再降暴雨' }).first();
  await again.getByRole('button', { name: /不批准/ }).click();
  await again.getByLabel('不批准的理由').fill('雨势已弱，先观察');
  await again.getByRole('button', { name: /不批准/ }).click();
  await expect(approvals.getByRole('listitem').filter({ hasText: '再降暴雨' }).first()).toContainText(
    '在席位上不批准：雨势已弱，先观察',
  );
  expect(leader.complaints).toEqual([]);
  await leader.page.context().close();
});
