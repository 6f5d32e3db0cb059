/** Huangpu and Xuhui as they look: a night under way in each, on the console and on the wall. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { turningByItself } from '../../build/demo-district/pack.ts';
import { districts } from '../../build/districts.ts';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { playNight } from '../../simulator/night.ts';
import type { PlayedNight } from '../../simulator/night.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { startShell } from '../support/shell-process.ts';
import { signInAs } from '../support/sign-in.ts';
import { collectComplaints, expect, test } from './fixtures.ts';

const shots = 'test-results/districts';
const begin = '2026-11-21T22:30:00+08:00';

test.describe.configure({ timeout: 300_000 });
test.use({ launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags } });

const opened: BrowserContext[] = [];
let played: PlayedNight | undefined;
test.afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  played?.stop();
  await cleanUp();
});

const expected = {
  huangpu: {
    units: 49,
    zones: ['一组·外滩南东', '二组·老城厢', '三组·淮海瑞金', '四组·滨江南片'],
    name: '黄浦区（示意）',
  },
  xuhui: { units: 18, zones: ['一区·衡复徐家汇', '二区·滨江', '三区·漕河泾', '四区·南片'], name: '徐汇区（示意）' },
} as const;

for (const name of ['huangpu', 'xuhui'] as const) {
  test(`${name} is taken in as a pack, and a night of it looks right on console and wall`, async ({ browser }) => {
    const file = join(tempFolder(), 'pack.json');
    const pack = districts[name].pack('2026-11-21', must(parseIso(begin), 'begin'));
    writeFileSync(file, JSON.stringify(turningByItself(pack)));
    const common = ['--data', tempFolder(), '--demo', '--api-key', testKey, '--pack', file];
    const hub = startHub([...common, '--port', '0', '--jt808-port', '0', '--clock', begin]);
    const { http, jt808 } = await hub.listening;
    const url = `http://127.0.0.1:${http}`;
    played = await playNight({
      ...{ hub: url, key: testKey, seed: 1, orders: districts[name].orders, units: expected[name].units },
      jt808: { host: '127.0.0.1', port: Number(jt808) },
    });

    async function open(login: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
      opened.push(context);
      const page = await context.newPage();
      const complaints = collectComplaints(page);
      const shell = await startShell(url, tempFolder());
      await page.goto(shell.url);
      await signInAs(page, login);
      return { page, complaints };
    }

    const console = await open('zhihui1');
    await expect(console.page.locator('[data-incident]').first()).toBeVisible({ timeout: 60_000 });
    await expect(console.page.locator('.district-map-ground')).toHaveAttribute('data-drawn', 'true', {
      timeout: 60_000,
    });
    await expect(console.page.locator('.district-map-marks')).toHaveAttribute('data-marks', /unit=[1-9]/, {
      timeout: 60_000,
    });
    await expect(console.page.locator('.top-bar')).toContainText('夜间');
    await console.page.locator('[data-incident]').first().click();
    await console.page.screenshot({ path: `${shots}/${name}-console.png` });

    const wall = await open('daping');
    await expect(wall.page.locator('.wall .district-map')).toBeVisible({ timeout: 60_000 });
    await expect(wall.page.locator('[data-zone]')).toHaveCount(4);
    for (const zone of expected[name].zones) await expect(wall.page.locator('.wall__zones')).toContainText(zone);
    await expect(wall.page.locator('.wall .district-map-marks')).toHaveAttribute('data-marks', /unit=[1-9]/, {
      timeout: 60_000,
    });
    await wall.page.screenshot({ path: `${shots}/${name}-wall.png` });

    // How far each zone is covered; a promise that nobody can keep makes it run thin, and says who could move.
    const lead = await open('zhiban');
    await lead.page.getByRole('button', { name: '勤务', exact: true }).click();
    const cover = lead.page.getByRole('region', { name: '联防覆盖' });
    await expect(cover.locator('[data-zone]')).toHaveCount(4, { timeout: 60_000 });
    await expect(cover.locator('[data-state="unknown"]')).toHaveCount(0);
    const first = cover.locator('[data-zone]').nth(2);
    await first.getByRole('button', { name: /定承诺|改承诺/ }).click();
    const field = cover.getByRole('spinbutton');
    await field.fill('300');
    await cover.getByRole('button', { name: /^保\s*存$/ }).click();
    await expect(cover).toContainText('请填 1 到 240 的整数分钟');
    await field.fill('1');
    await cover.getByRole('button', { name: /^保\s*存$/ }).click();
    await expect(first).toHaveAttribute('data-state', /thin|nobody/);
    await expect(wall.page.locator('.wall-zone__cover').nth(2)).toHaveAttribute('data-state', /thin|nobody/);
    await lead.page.screenshot({ path: `${shots}/${name}-cover.png` });
    // In Huangpu units stand so close that nobody who comes would shorten the wait.
    if (name === 'xuhui') {
      const ask = first.locator('.zone-cover__proposal').first().getByRole('button');
      const asked = await ask.innerText({ timeout: 20_000 });
      await ask.click();
      // Who stands in is of the zone from then on, and is proposed no more.
      await expect(first.locator('.zone-cover__who')).toContainText(asked.replace(/^请|补位$/g, ''));
    } else await expect(first).toContainText('抽调任何一组，最慢处都快不了 1 分钟。');

    // Who stands where they should: by positions, with a correction laid over them.
    await lead.page.getByRole('button', { name: '在岗', exact: true }).click();
    await expect(
      lead.page
        .getByRole('region', { name: /^点线面落实/ })
        .locator('[data-post]')
        .first(),
    ).toBeVisible();
    const duties = lead.page.locator('[data-duty]');
    await expect(duties.first()).toBeVisible({ timeout: 90_000 });
    await duties.first().getByRole('button').click();
    const form = lead.page.getByRole('region', { name: '更正考勤' });
    await form.getByRole('button', { name: /^更\s*正$/ }).click();
    await expect(form).toContainText('请写明理由');
    await form.getByText('豁免', { exact: true }).click();
    await form.getByLabel('从', { exact: true }).fill('22:30');
    await form.getByLabel('到', { exact: true }).fill('22:31');
    await form.getByLabel('理由').fill('奉命到路口接应');
    await form.getByRole('button', { name: /^更\s*正$/ }).click();
    await expect(lead.page.locator('.attendance__stretches')).toContainText('更正：奉命到路口接应');
    await expect(form.getByLabel('理由')).toHaveValue('');
    await lead.page.screenshot({ path: `${shots}/${name}-attendance.png` });

    await console.page.locator('.district-map').click({ position: { x: 5, y: 5 } });
    await console.page.keyboard.press('l');
    await console.page.getByText('联防覆盖', { exact: true }).click();
    await expect(console.page.locator('.district-map-marks')).toHaveAttribute('data-marks', /cover=[1-9]/);
    await console.page.screenshot({ path: `${shots}/${name}-cover-map.png` });
    expect([...console.complaints, ...wall.complaints, ...lead.complaints]).toEqual([]);
  });
}
