/**
 * Coming in and going away: second factor, forced new password, the wall's token, the lock, another user at the same
 * seat, one's own account. On a seat played in memory, so that each answer of the hub can be chosen.
 */
import type { Page } from 'playwright/test';
import { must } from '../../shared/lib/must.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import type { OfficeAsk, RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { administrator, desk, PlayedSeat, relief, wall } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { addressOf, openPlayed } from './played.ts';
import { shootInto } from './shots.ts';
import { loginField, signIn } from '../support/sign-in.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/account';
const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

const shoot = shootInto(shots);

const signedOut = { user: null, link: 'signedOut' } as const;

function atTheDoor(): PlayedSeat {
  const seat = new PlayedSeat(new DemoNight(), '22:42');
  seat.status(signedOut);
  return seat;
}

const refused = (code: string, more: { readonly minutes?: number; readonly retryAt?: number } = {}) => ({
  ...{ status: 'refused', code, minutes: null, retryAt: null },
  ...more,
});

const logins = (seat: PlayedSeat): readonly unknown[] =>
  seat.asked.filter(({ name }) => name === 'login').map(({ body }) => body);

test('the code is asked for when it is needed, and a wrong clock is named', async ({ page }) => {
  const seat = atTheDoor();
  // This machine and the hub agree: it is the phone.
  seat.status({ clockOffset: 0 });
  seat.answers.set('login', ({ password, code }: RequestOf<'login'>) => {
    if (password !== 'right password') return refused('WrongLogin');
    if (code === undefined) return refused('SecondFactorNeeded');
    if (code === '111111') return refused('CodeOfAnotherTime', { minutes: 60 });
    if (code !== '222222') return refused('WrongCode');
    seat.status({ user: desk, link: 'live' });
    return { status: 'signedIn', user: desk };
  });
  await openPlayed(page, seat);
  const code = page.getByLabel('动态验证码');
  await expect(loginField(page)).toBeFocused();
  await expect(code).toHaveCount(0);
  await signIn(page, 'lin', 'wrong');
  await expect(page.getByRole('alert')).toContainText('账号或密码不对');
  await expect(page.getByLabel('密码')).toBeFocused();
  await page.keyboard.type('right password');
  await page.keyboard.press('Enter');
  await expect(code).toBeFocused();
  await expect(page.getByRole('alert')).toContainText('请再输入动态验证码');
  await page.keyboard.type('111111');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('手机时钟看来快 60 分钟');
  await expect(code).toHaveValue('');
  await shoot(page, 'code');
  // The hub's clock is the one that differs from this machine and from the phone.
  seat.status({ clockOffset: -hour });
  await expect(page.getByRole('alert')).toContainText('中枢时钟看来慢 60 分钟');
  await code.fill('999999');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('验证码不对');
  await code.fill('222222');
  await page.keyboard.press('Enter');
  await expect(page.locator('.top-bar__name')).toHaveText('lin');
  expect(logins(seat).at(-1)).toEqual({ login: 'lin', password: 'right password', code: '222222' });
});

test('a password that must be changed is changed at the door, with what speaks against the new one', async ({
  page,
}) => {
  const seat = atTheDoor();
  seat.answers.set('login', ({ newPassword }: RequestOf<'login'>) => {
    if (newPassword === undefined) return refused('PasswordMustChange');
    if (newPassword === 'password123456') return refused('PasswordTooCommon');
    seat.status({ user: desk, link: 'live' });
    return { status: 'signedIn', user: desk };
  });
  await openPlayed(page, seat);
  await signIn(page, 'lin', 'given-once-0001');
  const fresh = page.getByLabel('新密码', { exact: true });
  const again = page.getByLabel('再输一次新密码');
  await expect(fresh).toBeFocused();
  await fresh.fill('short');
  await again.fill('other');
  await page.keyboard.press('Enter');
  await expect(page.getByText('至少 10 个字符', { exact: true })).toBeVisible();
  await expect(page.getByText('两次输入不一致')).toBeVisible();
  expect(logins(seat)).toHaveLength(1);
  await fresh.fill('password123456');
  await again.fill('password123456');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '太常见' })).toBeVisible();
  await expect(fresh).toHaveValue('');
  await shoot(page, 'new-password');
  await fresh.fill('雨夜巡查从北门开始');
  await again.fill('雨夜巡查从北门开始');
  await page.keyboard.press('Enter');
  // Nine characters are one too few.
  await expect(page.getByText('至少 10 个字符', { exact: true })).toBeVisible();
  await fresh.fill('雨夜巡查从北门开始走');
  await again.fill('雨夜巡查从北门开始走');
  await page.keyboard.press('Enter');
  await expect(page.locator('.top-bar__name')).toHaveText('lin');
  expect(logins(seat).at(-1)).toEqual({
    ...{ login: 'lin', password: 'given-once-0001', newPassword: '雨夜巡查从北门开始走' },
  });
});

test('who must have a second factor sets it up first, and sees the recovery codes once', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42', administrator);
  seat.status({ secondFactorMissing: true });
  const codes = Array.from({ length: 10 }, (_, n) => `code-${n}aaa-bbbb`);
  seat.answers.set('office', (ask: OfficeAsk) => {
    const no = (code: string) => ({ status: 'refused', code, field: null, minutes: null });
    switch (ask.ask) {
      case 'beginSecondFactor':
        if (ask.password !== 'right') return no('WrongPassword');
        return {
          status: 'granted',
          body: { uri: 'otpauth://totp/Lianqin:guanli?secret=JBSWY3DPEHPK3PXP', secret: 'JBSWY3DPEHPK3PXP' },
        };
      case 'confirmSecondFactor':
        if (ask.code !== '123456') return no('WrongCode');
        seat.status({ secondFactorMissing: false });
        return { status: 'granted', body: { recoveryCodes: codes } };
      default:
        return { status: 'offline' };
    }
  });
  await openPlayed(page, seat);
  await expect(page.getByRole('heading', { name: '设置动态验证码' })).toBeVisible();
  await expect(page.locator('.top-bar')).toHaveCount(0);
  await page.getByLabel('登录密码').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('密码不对');
  await page.getByLabel('登录密码').fill('right');
  await page.keyboard.press('Enter');
  await expect(page.locator('.second-factor__scan svg')).toBeVisible();
  await expect(page.locator('.second-factor__secret')).toHaveText('JBSW Y3DP EHPK 3PXP');
  await shoot(page, 'second-factor');
  await page.getByRole('textbox', { name: '动态验证码' }).fill('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('验证码不对');
  await page.getByRole('textbox', { name: '动态验证码' }).fill('123456');
  await page.keyboard.press('Enter');
  await expect(page.locator('.secret-once li')).toHaveText(codes);
  await shoot(page, 'recovery-codes');
  // Locked before they were written down, they are there again behind it.
  seat.status({ locked: true });
  await expect(page.locator('.lock')).toBeVisible();
  await expect(page.getByText('code-0aaa')).toHaveCount(0);
  seat.status({ locked: false });
  await expect(page.locator('.secret-once li')).toHaveText(codes);
  await page.getByRole('button', { name: '已妥善保存' }).click();
  await expect(page.locator('.top-bar')).toBeVisible();
  await expect(page.getByText('code-0aaa')).toHaveCount(0);
});

test('a wall comes in by the token of its address, which is then out of sight', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42', wall);
  seat.status(signedOut);
  const tokens: unknown[] = [];
  seat.answers.set('loginWall', ({ token }: RequestOf<'loginWall'>) => {
    tokens.push(token);
    seat.status({ user: wall, link: 'live', lockAfterMs: null });
    return { status: 'signedIn', user: wall };
  });
  await openPlayed(page, seat, { fragment: '&wall=the-token-of-this-wall' });
  await expect(page.locator('.wall')).toBeVisible();
  expect(new Set(tokens)).toEqual(new Set(['the-token-of-this-wall']));
  expect(page.url()).not.toContain('token');
  expect(page.url()).not.toContain('#');
  // The seat begins anew, and with it the page: it comes in once more without its address.
  tokens.length = 0;
  seat.status(signedOut);
  await page.reload();
  await expect(page.locator('.wall')).toBeVisible();
  expect(new Set(tokens)).toEqual(new Set(['the-token-of-this-wall']));
});

test('a token that is no longer good says so, and leaves the other door open', async ({ page }) => {
  const seat = atTheDoor();
  seat.answers.set('loginWall', () => refused('WrongToken'));
  await openPlayed(page, seat, { fragment: '&wall=an-old-token' });
  await expect(page.getByRole('alert')).toContainText('已撤销');
  await shoot(page, 'wall-refused');
  await page.getByRole('button', { name: '改用账号登录' }).click();
  await expect(loginField(page)).toBeVisible();
  await page.getByRole('button', { name: '返回大屏登录' }).click();
  await expect(page.getByRole('alert')).toContainText('已撤销');
  // It is not tried again for ever.
  const tried = seat.count('loginWall');
  await page.reload();
  await expect(loginField(page)).toBeVisible();
  expect(seat.count('loginWall')).toBe(tried);
});

/** The night desk with one complaint, and something half typed. */
async function atWork(page: Page): Promise<PlayedSeat> {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42');
  seat.status({ lockAfterMs: 10 * minute, alarms: { alarm: 1, late: 2, unacknowledged: 1, tray: 0 } });
  seat.hold([id]);
  seat.answers.set('unlock', ({ password }: RequestOf<'unlock'>) => {
    if (password !== 'right') return { status: 'refused', code: 'WrongPassword', retryAt: null };
    seat.status({ locked: false });
    return { status: 'unlocked' };
  });
  seat.answers.set('login', ({ login }: RequestOf<'login'>) => {
    const user = login === 'wu' ? relief : desk;
    seat.status({ user, locked: false, waitingForOthers: login === 'wu' ? 3 : 0 });
    return { status: 'signedIn', user };
  });
  await openPlayed(page, seat);
  await expect(page.locator('[data-incident]')).toHaveCount(1);
  await page.keyboard.press('n');
  await page.getByLabel('来电内容').fill('窗户一震一震的');
  return seat;
}

test('a locked seat shows that people are needed, and nothing of whom or where', async ({ page }) => {
  const seat = await atWork(page);
  await page.keyboard.press('Control+l');
  const lock = page.locator('.lock');
  await expect(lock).toBeVisible();
  await expect(page.getByLabel('登录密码')).toBeFocused();
  await expect(lock).toContainText('lin 已登录');
  await expect(page.locator('[data-alarm="late"]')).toHaveText('2 件超时');
  await expect(page.locator('[data-alarm="unacknowledged"]')).toHaveText('1 件未签收');
  // Nothing lies beneath: neither words of the caller nor anything that could take the focus.
  await expect(page.locator('.top-bar, .intake, [data-incident], canvas')).toHaveCount(0);
  const html = await page.content();
  for (const word of ['斜土路', '窗户', '1121-001']) expect(html).not.toContain(word);
  await shoot(page, 'locked');
  for (const key of ['Escape', 'n', '/', 'Space']) await page.keyboard.press(key);
  await expect(lock).toBeVisible();
  await expect(page.locator('[data-alarm]').first()).toHaveText('1 件告警');
  // Nothing is known, which is not nothing.
  seat.status({ alarms: { alarm: null, late: null, unacknowledged: null, tray: 0 } });
  await expect(page.locator('[data-alarm="late"]')).toHaveText('— 件超时');
  await expect(lock).toContainText('正在读取');
  await shoot(page, 'locked-unknown');
  seat.status({ alarms: { alarm: 1, late: 3, unacknowledged: 1, tray: 0 } });
  await expect(page.locator('[data-alarm="late"]')).toHaveText('3 件超时');
  await page.getByLabel('登录密码').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('密码不对');
  await expect(page.getByLabel('登录密码')).toHaveValue('');
  // Loaded anew it is still locked.
  await page.reload();
  await expect(lock).toBeVisible();
  await page.getByLabel('登录密码').fill('right');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('来电内容')).toHaveValue('窗户一震一震的');
});

test('another user at the same seat: what the first typed waits for the first', async ({ page }) => {
  const seat = await atWork(page);
  await page.locator('.top-bar__name').click();
  await shoot(page, 'user-menu');
  await page.getByRole('menuitem', { name: '换人登录' }).click();
  await expect(page.locator('.lock')).toBeVisible();
  await loginField(page).fill('wu');
  await page.getByLabel('密码').fill('of wu');
  await shoot(page, 'switch');
  await page.keyboard.press('Enter');
  await expect(page.locator('.top-bar__name')).toHaveText('wu');
  await expect(page.getByText('其他人有 3 条待发')).toBeVisible();
  await page.keyboard.press('n');
  const words = page.getByLabel('来电内容');
  await expect(words).toHaveValue('');
  await words.fill('第二个人记的');
  await page.keyboard.press('Control+l');
  await page.getByRole('button', { name: '换人登录' }).click();
  await signIn(page, 'lin', 'of lin');
  await expect(words).toHaveValue('窗户一震一震的');
  const kept = seat.asked.filter(({ name }) => name === 'keepDraft');
  expect(kept.length).toBeGreaterThan(0);
  expect(seat.count('logout'), 'nobody was logged out on the way').toBe(0);
});

test('a word half typed anywhere is there again after the lock', async ({ page }) => {
  const seat = await atWork(page);
  const { id } = must(seat.night.world().reads.openIncidents()[0], 'the complaint');
  const assignment = seat.night.send(id, 'm1', '22:42');
  seat.hold([id], [assignment]);
  await page.keyboard.press('Escape');
  await page.locator('[data-incident]').first().click();
  const note = page.getByPlaceholder('现场情况（存入保密库）');
  await note.fill('工地大门紧闭，里面还在打桩');
  await page.getByLabel('命令行').fill('派 徐');
  await page.keyboard.press('Control+l');
  await expect(page.locator('.lock')).toBeVisible();
  seat.status({ locked: false });
  await expect(page.getByLabel('命令行')).toHaveValue('派 徐');
  await page.locator('[data-incident]').first().click();
  await expect(note).toHaveValue('工地大门紧闭，里面还在打桩');
});

test('a second window in which nothing was typed takes nothing away, and shows what the first typed', async ({
  page,
}) => {
  const seat = await atWork(page);
  const second = await page.context().newPage();
  await second.goto(addressOf(page));
  await expect(second.getByLabel('来电内容')).toHaveValue('窗户一震一震的');
  await page.getByLabel('来电内容').fill('窗户一震一震的，孩子睡不着');
  await expect
    .poll(() => seat.asked.findLast(({ name }) => name === 'keepDraft')?.body)
    .toMatchObject({ user: desk.id, draft: { fields: { text: '窗户一震一震的，孩子睡不着' } } });
  seat.status({ locked: true });
  await expect(second.locator('.lock')).toBeVisible();
  seat.status({ locked: false });
  for (const window of [page, second])
    await expect(window.getByLabel('来电内容')).toHaveValue('窗户一震一震的，孩子睡不着');
  // Somebody else at the seat, told to one window later than to the other: nothing of the first goes to the second.
  seat.status({ user: relief });
  await expect(page.locator('.top-bar__name')).toHaveText('wu');
  seat.status({ user: desk });
  await expect(page.getByLabel('来电内容')).toHaveValue('窗户一震一震的，孩子睡不着');
  await second.close();
});

test('a long name, both counts and nobody left in any role: the bar holds, and the seat can still be locked', async ({
  page,
}) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42');
  const name = '某某街道综合行政执法队夜间联勤指挥席'.repeat(3).slice(0, 40);
  seat.status({ user: { ...desk, name }, pending: 12, refused: 3, asking: 2, waitingForOthers: 17 });
  seat.status({ hub: 'https://10.0.0.6:7100', spareHub: true });
  await openPlayed(page, seat);
  await expect(page.locator('.top-bar__name')).toHaveText(name);
  await shoot(page, 'long-name');
  seat.status({ user: { ...desk, name, roles: [] } });
  await expect(page.getByText('现在没有有效角色')).toBeVisible();
  await expect(page.locator('[data-card="link"]')).toContainText('https://10.0.0.6:7100（备用）');
  await shoot(page, 'no-roles');
  await page.locator('.top-bar__name').click();
  await expect(page.getByRole('menuitem', { name: '我的账号' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: '锁定席位' }).click();
  await expect(page.locator('.lock')).toBeVisible();
});

test('the seat is told that somebody is here, and not at each movement', async ({ page }) => {
  const seat = await atWork(page);
  await expect.poll(() => seat.count('active')).toBeGreaterThan(0);
  const before = seat.count('active');
  for (let x = 0; x < 40; x += 1) await page.mouse.move(300 + x, 300);
  expect(seat.count('active') - before).toBeLessThanOrEqual(1);
});

test("one's own account: password, second factor, log-ins, who looked", async ({ page }) => {
  const night = new DemoNight();
  const seat = new PlayedSeat(night, '22:42');
  const session = (id: string, more: object) => ({
    ...{ id: id.repeat(32), account: desk.id, login: 'lin', name: 'lin', seat: 'seat-1', address: '10.1.2.3' },
    ...{ begunAt: night.at('20:30'), lastUsedAt: night.at('22:40'), expiresAt: night.at('22:42') + hour, own: false },
    ...more,
  });
  let sessions = [session('a', { own: true }), session('b', { seat: 'seat-7' })];
  seat.answers.set('office', (ask: OfficeAsk) => {
    const yes = (body: object) => ({ status: 'granted', body });
    const no = (code: string, minutes: number | null = null) => ({ status: 'refused', code, field: null, minutes });
    switch (ask.ask) {
      case 'me':
        return yes({
          ...{ secondFactor: true, secondFactorRequired: false, recoveryCodesLeft: 7 },
          ...{ passwordChangedAt: night.at('20:30'), passwordDueAt: null },
        });
      case 'mySessions':
        return yes({ sessions });
      case 'endMySession':
        sessions = sessions.filter(({ id }) => id !== ask.session);
        return yes({});
      case 'looks': {
        const entry = { number: 1, at: night.at('22:00'), user: 'u', login: 'wangzr', seat: 'seat-2' };
        return yes({
          entries: [{ ...entry, action: 'track', subject: 'unit/m1', detail: '核对到场时间' }],
          tracked: [],
        });
      }
      case 'changePassword':
        return ask.password === 'right' ? yes({}) : no('LockedOut', 5);
      default:
        return no('NotAllowed');
    }
  });
  await openPlayed(page, seat);
  await page.locator('.top-bar__name').click();
  await page.getByRole('menuitem', { name: '我的账号' }).click();
  await expect(page.getByText('还有 7 个恢复码')).toBeVisible();
  await expect(page.getByRole('region', { name: '谁看过我的资料' })).toContainText('wangzr');
  await expect(page.getByRole('region', { name: '谁看过我的资料' })).toContainText('核对到场时间');
  await shoot(page, 'account');
  const mine = page.getByRole('region', { name: '我的登录' });
  await expect(mine.getByRole('button', { name: '结束' }), 'the one that asks cannot be ended here').toHaveCount(1);
  await mine.getByRole('button', { name: '结束' }).click();
  await page.getByRole('button', { name: /确\s*定/ }).click();
  await expect(mine).not.toContainText('seat-7');
  const password = page.getByRole('region', { name: '密码', exact: true });
  const change = async (present: string): Promise<void> => {
    await password.getByLabel('现在的密码').fill(present);
    await password.getByLabel('新密码', { exact: true }).fill('long enough 2026');
    await password.getByLabel('再输一次新密码').fill('long enough 2026');
    await password.getByRole('button', { name: '修改密码' }).click();
  };
  await change('wrong');
  await expect(password.getByRole('alert').filter({ hasText: '5 分钟' })).toBeVisible();
  await change('right');
  await expect(password.getByRole('status')).toContainText('已修改');
  // Cut off, what was told stays.
  seat.answers.set('office', () => ({ status: 'offline' }));
  const before = seat.count('office');
  seat.status({ link: 'offline' });
  await expect.poll(() => seat.count('office')).toBeGreaterThan(before);
  await expect(page.getByText('还有 7 个恢复码')).toBeVisible();
  await expect(mine.getByRole('alert')).toHaveCount(0);
});
