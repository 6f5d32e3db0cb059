/**
 * The screens in English: chosen at the sign-in for the seat and on the own account for the person. On every page no key
 * shows, Chinese stands only where the data is Chinese, and no word is cut off or falls out of its box.
 */
import type { Page } from 'playwright/test';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { ensureChromium, plainChromiumFlags } from '../../build/setup/chromium.ts';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { must } from '../../shared/lib/must.ts';
import type { OutboxEntry, RequestOf, SessionUser } from '../../shared/wire/seat-api.ts';
import { DemoNight, demoDistrict } from '../support/demo-night.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { auditor, PlayedSeat, wall } from '../support/played-seat.ts';
import { startDemoHub, startShell } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { loginField } from '../support/sign-in.ts';

const shots = 'test-results/english';
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
];

test.describe.configure({ timeout: 300_000 });
// The plain map: WebGL drawn in software takes seconds for each change of size, and map.spec.ts holds both to be one.
test.use({ actionTimeout: 30_000, launchOptions: { executablePath: ensureChromium(), args: plainChromiumFlags } });

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

/** Words that stand on the page and in what it tells those who listen: of texts, names, hints and fields. */
function wordsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const words: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const element = node.parentElement;
      if (element === null || element.closest('script, style') !== null || !element.checkVisibility()) continue;
      words.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) words.push(element.getAttribute(name) ?? '');
    return words.map((each) => each.trim()).filter((each) => each !== '');
  });
}

/**
 * Boxes whose words stick out of them or are cut off. What ends in an ellipsis is meant to, and so is what can be
 * scrolled.
 */
function tooNarrow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')].flatMap((box) => {
      if (!(box instanceof HTMLElement) || !box.checkVisibility() || box.clientWidth < 2) return [];
      if (box.scrollWidth <= box.clientWidth + 1 || box.closest('.unseen, .district-map, [aria-hidden]') !== null)
        return [];
      const { overflowX, textOverflow } = getComputedStyle(box);
      if (['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis') return [];
      const words = box.textContent.trim().slice(0, 60);
      return words === '' ? [] : [`${box.tagName} ${box.className}: ${words} ${box.scrollWidth}>${box.clientWidth}`];
    }),
  );
}

/** English as far as the screen speaks. `data` has everything that is Chinese because the district is. */
async function isEnglish(page: Page, name: string, data: string): Promise<void> {
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    const words = await wordsOf(page);
    expect(words.length, `${name} is empty`).toBeGreaterThan(3);
    const left = words.filter((text) => (text.match(/\p{Script=Han}+/gu) ?? []).some((run) => !data.includes(run)));
    expect([...new Set(left)], `${name} speaks Chinese`).toEqual([]);
    const keys = words.filter((text) => /(^|\s)[a-z][A-Za-z]*(\.[A-Za-z]\w*)+(\s|$)/.test(text) || text.includes('{{'));
    expect(keys, `${name} shows keys`).toEqual([]);
    await page.screenshot({ path: `${shots}/${name}-${viewport.width}.png` });
    expect(await tooNarrow(page), `${name} at ${viewport.width}`).toEqual([]);
    for (const bar of await page.locator('.top-bar').all())
      expect(must(await bar.boundingBox(), 'the bar').height, `${name}: the bar has one row`).toBeLessThan(60);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${name} scrolls sideways at ${viewport.width}`).toBeLessThanOrEqual(0);
  }
}

/** As a seat where English was chosen before. */
const speakEnglish = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    if (location.protocol.startsWith('http')) localStorage.setItem('lianqin.language', 'en');
  });

const own = { ownNames: ['中文'], said: ['斜土路小木桥路', '机动一组'] };

test('the language of the seat, and of each person at it', async ({ page }) => {
  const hub = await startDemoHub();
  const { url } = await startShell(`http://127.0.0.1:${hub.port}`, tempFolder());
  const pack = makeDemoPack('2026-11-20');
  const data = JSON.stringify([pack, demoAccounts, own]);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(url);
  await expect(loginField(page)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByLabel('Login')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle('Lianqin');
  await page.getByLabel('Login').fill('guanli');
  await page.getByLabel('Password').fill('wrong password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Wrong login or password');
  await isEnglish(page, 'sign-in', data);

  const signIn = async (login: string): Promise<void> => {
    await page.getByLabel(/^(Login|账号)$/).fill(login);
    await page.getByLabel(/^(Password|密码)$/).fill(demoPassword);
    await page.keyboard.press('Enter');
    await expect(page.locator('.top-bar__user')).toBeVisible();
  };
  await signIn('guanli');
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await expect(page.locator('.rows__waiting, .ant-spin')).toHaveCount(0);
    await isEnglish(page, `system-${(await tab.textContent()) ?? ''}`.replaceAll(' ', '-'), data);
  }
  await page.getByRole('tab', { name: 'Accounts' }).click();
  await page
    .getByText(demoAccounts[0]?.name ?? '', { exact: true })
    .first()
    .click();
  await expect(page.getByRole('button', { name: 'Save' }).first()).toBeVisible();
  await isEnglish(page, 'system-account', data);

  await page.locator('.top-bar__name').click();
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await expect(page.locator('[data-section="looks"] table')).toBeVisible();
  await isEnglish(page, 'account', data);

  // Chosen there it is this person's: the seat goes on in English for whoever comes next.
  await page.locator('.account').getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('button', { name: '修改密码' })).toBeVisible();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByLabel('Login')).toBeVisible();
  await signIn('zhihui1');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn('guanli');
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible();
});

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

function seatOf(who: SessionUser): { readonly seat: PlayedSeat; readonly data: string } {
  const night = new DemoNight();
  const one = night.receive({ text: scene, source: '12345', time: '22:41' });
  const two = night.receive({ text: '老沪闵路那里有个音响一直放', source: 'phone', time: '22:52' });
  const sent = night.send(one, 'm1', '22:43');
  const seat = new PlayedSeat(night, '22:57', who);
  seat.hold([one, two], [sent]);
  const by = { user: 'user-lin', seat: 'seat-1', role: 'nightDesk' };
  seat.answers.set('history', ({ stream }: RequestOf<'history'>) => {
    const at = night.at('22:41');
    const event = { id: crypto.randomUUID(), stream, type: 'IncidentReceived', seq: 9, version: 1, by };
    const events = [{ ...event, at, occurredAt: at, data: { source: '12345' } }];
    return { status: 'events', events: stream.startsWith('incident/') ? events : [], complete: true };
  });
  const refused: OutboxEntry = {
    ...{ id: crypto.randomUUID(), user: who.id, type: 'AcknowledgeIncident', data: { incident: two } },
    ...{ lane: `incident/${two}`, madeAt: night.at('22:55'), nature: 'order', state: 'refused', heldBackBy: null },
    refusal: { code: 'Stale', params: {} },
  };
  seat.outbox = [refused];
  seat.status({ refused: 1 });
  const world = night.world();
  const incidents = [one, two].map((id) => night.incident(id));
  const reads = [world.reads.units(), world.reads.zones(), world.reads.sites(), world.reads.squads()];
  const registers = [world.reads.nightPermits(), world.reads.quietPeriods()];
  const recommended = [one, two].map((id) => night.recommend(id));
  return { seat, data: JSON.stringify([demoDistrict.plates, incidents, reads, registers, recommended, own]) };
}

test('every page of the hall', async ({ page }) => {
  const who: SessionUser = { id: 'user-fang', login: 'fang', name: 'fang', roles: [{ role: 'dispatcher' }] };
  const { seat, data } = seatOf(who);
  await speakEnglish(page);
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await expect(page.locator('[data-incident]')).toHaveCount(2);
  await isEnglish(page, 'console', data);
  for (const [row, name] of [
    [0, 'one'],
    [1, 'two'],
  ] as const) {
    await page.locator('[data-incident]').nth(row).click();
    await expect(page.locator('[data-section="facts"]')).toBeVisible();
    await expect(page.locator('[data-section="recommended"]')).toBeVisible();
    await isEnglish(page, `incident-${name}`, data);
  }
  // Both the Chinese short forms and the English words are understood.
  for (const typed of ['pd jd1', 'assign jd1', 'slld', 'take in']) {
    await page.locator('[data-incident]').nth(1).click();
    await page.keyboard.press('/');
    await page.keyboard.type(typed);
    await expect(page.getByRole('option').first()).toContainText(/Assign 机动一组|Take in a call/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  await page.locator('[data-incident]').first().click();
  await page.keyboard.press('n');
  await expect(page.getByRole('button', { name: 'Take in', exact: true })).toBeVisible();
  await isEnglish(page, 'intake', data);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await isEnglish(page, 'keys', data);
  await page.keyboard.press('?');
  await page.keyboard.press('l');
  await expect(page.locator('[data-layer="units"]')).toBeVisible();
  await isEnglish(page, 'layers', data);
  await page.keyboard.press('l');
  await page.keyboard.press('f');
  await page.keyboard.type('xtl');
  await expect(page.getByRole('option').first()).toBeVisible();
  await isEnglish(page, 'search', data);
  await page.keyboard.press('Escape');
  await page.locator('[data-waiting]').click();
  await expect(page.locator('[data-entry="refused"]')).toBeVisible();
  await isEnglish(page, 'tray', data);
  await page.locator('[data-waiting]').click();
  for (const name of ['Video', 'Duty', 'Shift', 'Seat']) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name, exact: true }).click();
    await expect(page.locator('main')).toBeVisible();
    await isEnglish(page, name.toLowerCase(), data);
  }
});

test('the wall and the watch', async ({ page }) => {
  const { seat, data } = seatOf(wall);
  await speakEnglish(page);
  const shell = await openPlayed(page, seat, { width: 1920, height: 1080 });
  await expect(page.locator('.wall')).toContainText('Latest');
  await isEnglish(page, 'wall', data);
  await page.goto('about:blank');
  await shell.stop();

  const watch = seatOf(auditor);
  const reads = { status: 'refused', code: 'Busy', field: null, minutes: null };
  watch.seat.answers.set('office', () => reads);
  await openPlayed(page, watch.seat, { width: 1920, height: 1080 });
  for (const tab of ['Access log', 'Access figures']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByText('The hub is busy; try again later.').first()).toBeVisible();
    await isEnglish(page, tab.toLowerCase().replace(' ', '-'), watch.data);
  }
});
