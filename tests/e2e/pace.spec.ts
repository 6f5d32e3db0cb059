/**
 * How many keys the product asks for from a complaint to its dispatch, at the pace of a person: each key is pressed as one
 * would, and counted in the page. Time is counted too, not measured: keys by the pace, and what a person needs to listen
 * and to read, stated below. How long the machine of the test took is not in it.
 */
import type { Page } from 'playwright/test';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import { startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { beginDuty, openDesk } from '../support/pages-night.ts';
import { startShell } from '../support/shell-process.ts';
import { expect, test } from './fixtures.ts';
import { signIn } from '../support/sign-in.ts';

/** From one key to the next, ms: a practised hand. */
const keyMs = 120;
/** What passes beside the keys while a caller is on the line, ms. */
const thinking = {
  'the caller says where it is': 4_000,
  'the caller says what it is': 4_000,
  'the caller says the number, typed along': 3_000,
  'reading whom to send, and why': 3_000,
} as const;
/** Goals: s for a call, keys for an order that is pasted and for one that came in by itself. */
const goals = { call: 25, pasted: 6, order: 3 } as const;

const sizes = [
  { width: 1920, height: 1080 },
  { width: 960, height: 1040 },
] as const;

test.describe.configure({ timeout: 400_000 });
test.use({ actionTimeout: 60_000, permissions: ['clipboard-read', 'clipboard-write'] });
test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await cleanUp();
});

type Counting = { keysPressed?: string[] };

/** Every key that goes down from now on; held modifiers are part of the key they are held for. */
async function countKeys(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const pressed: string[] = [];
    (window as Counting).keysPressed = pressed;
    window.addEventListener(
      'keydown',
      ({ key }) => {
        if (!['Control', 'Shift', 'Alt', 'Meta'].includes(key)) pressed.push(key);
      },
      { capture: true },
    );
  });
}

async function keysSince(page: Page, work: () => Promise<void>): Promise<readonly string[]> {
  const pressed = (): Promise<readonly string[]> => page.evaluate(() => (window as Counting).keysPressed ?? []);
  const before = (await pressed()).length;
  await work();
  return (await pressed()).slice(before);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay: keyMs / 2 });
}

/** Words by an input method: its letters and the space that takes them. @returns how many keys that are. */
async function compose(page: Page, words: readonly (readonly [pinyin: string, text: string])[]): Promise<number> {
  for (const [, text] of words) await page.keyboard.insertText(text);
  return words.reduce((sum, [pinyin]) => sum + pinyin.length + 1, 0);
}

async function openConsole(page: Page, hub: NightHub): Promise<void> {
  const shell = await startShell(hub.url, tempFolder());
  await page.goto(shell.url);
  await signIn(page, 'zhihui1');
  await expect(page.locator('.top-bar [data-link="live"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('没有在办的诉件')).toBeVisible({ timeout: 60_000 });
}

const row = (page: Page, number: string) => page.locator(`[data-incident="${number}"]`);

/** Looks at whom, and sends: the same from wherever it came in. */
async function dispatch(page: Page, number: string): Promise<void> {
  await expect(page.locator('.detail__number')).toHaveText(number);
  await expect(page.locator('[data-advice="send"]')).toBeVisible();
  await press(page, 'Enter');
  await expect(page.locator('.recommended__unit--previewed')).toHaveCount(1);
  await press(page, 'Enter');
  await expect(row(page, number)).toHaveAttribute('data-stage', 'dispatched');
}

for (const viewport of sizes)
  test(`from call, paste and order to dispatch, ${String(viewport.width)} wide`, async ({ page }) => {
    const hub = await startNightHub('2026-11-21T22:41:00+08:00');
    const desk = await openDesk(hub, 'zhiban');
    await beginDuty(desk);
    desk.close();
    await countKeys(page);
    await page.setViewportSize(viewport);
    await openConsole(page, hub);

    // A call: place by the initials of its roads, the words by an input method, the number.
    let composed = 0;
    const call = await keysSince(page, async () => {
      await press(page, 'n');
      const place = page.getByRole('combobox', { name: '位置' });
      await expect(place).toBeFocused();
      await page.keyboard.type('xtlxmql', { delay: keyMs });
      await expect(page.locator('#intake-places [role="option"]').first()).toContainText('斜土路×小木桥路');
      await press(page, 'ArrowDown', 'Enter');
      await expect(place).toHaveValue('斜土路×小木桥路');
      await expect(page.getByLabel('来电内容')).toBeFocused();
      composed = await compose(page, [
        ['gongdi', '工地'],
        ['dazhuang', '打桩'],
        ['shuibuzhao', '睡不着'],
      ]);
      await press(page, 'Tab', 'Tab');
      await expect(page.getByLabel('电话', { exact: true })).toBeFocused();
      await page.keyboard.type('13900000000', { delay: keyMs });
      await press(page, 'Control+Enter');
      await dispatch(page, '1121-001');
    });
    const keys = call.length + composed;
    const listening = Object.values(thinking).reduce((sum, ms) => sum + ms, 0);
    const seconds = (keys * keyMs + listening) / 1_000;
    expect(call.length, call.join(' ')).toBeGreaterThan(20);
    expect(seconds).toBeLessThanOrEqual(goals.call);

    // An order on another page, pasted whole: from the intake closed to sent.
    await page.evaluate(() =>
      navigator.clipboard.writeText(
        '市民来电反映：天钥桥路零陵路口道路工地夜间破路，破碎锤响了一个小时，要求立即停止。\n联系电话 13900000001，需要回复。',
      ),
    );
    const pasted = await keysSince(page, async () => {
      await press(page, 'n', 'Enter');
      const words = page.getByLabel('来电内容');
      await expect(words).toBeFocused();
      await press(page, 'Control+v');
      await expect(words).toHaveValue(/破碎锤/);
      await press(page, 'Control+Enter');
      await dispatch(page, '1121-002');
    });
    expect(pasted.length, pasted.join(' ')).toBeLessThanOrEqual(goals.pasted);

    // An order by HTTP, whose source is certain: the ringing one, whom, send.
    const text = '柳州路浦北路修路，压路机一趟一趟地碾，这么晚了也没个停的意思。';
    await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId: 'P-1', text });
    await expect(row(page, '1121-003')).toBeVisible();
    const order = await keysSince(page, async () => {
      await press(page, 'Space');
      await dispatch(page, '1121-003');
    });
    expect(order.length, order.join(' ')).toBeLessThanOrEqual(goals.order);

    const spoken = `call: ${String(keys)} keys (${String(composed)} of an input method) at ${String(keyMs)} ms`;
    process.stdout.write(
      `${String(viewport.width)} wide: ${spoken} and ${String(listening / 1_000)} s of listening and reading are ` +
        `${seconds.toFixed(1)} s; pasted order: ${String(pasted.length)} keys; order by HTTP: ${String(order.length)} keys\n`,
    );
  });
