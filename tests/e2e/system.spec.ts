/**
 * The workspace of accounts, keys and the watch: for the administrator, for the auditor, and not for the desk. On a seat
 * played in memory, so that each answer of the hub can be chosen.
 */
import type { Locator, Page } from 'playwright/test';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { day } from '../../shared/lib/time.ts';
import type { OfficeAsk, OfficeAskName, OutboxEntry, RequestOf } from '../../shared/wire/seat-api.ts';
import { DemoNight } from '../support/demo-night.ts';
import { administrator as keepsAccounts, auditor, PlayedSeat } from '../support/played-seat.ts';
import { expect, test } from './fixtures.ts';
import { openPlayed } from './played.ts';
import { shootInto } from './shots.ts';

test.describe.configure({ timeout: 120_000 });
test.use({ actionTimeout: 30_000 });

const shots = 'test-results/system';

const shoot = shootInto(shots);

const granted = (body: object) => ({ status: 'granted', body });
const refused = (code: string) => ({ status: 'refused', code, field: null, minutes: null });

/** A seat whose hub answers each ask as given, and takes every command unless `refuses` says otherwise. */
class OfficeSeat extends PlayedSeat {
  readonly replies: { [N in OfficeAskName]?: (ask: never) => unknown } = {};
  refuses: OutboxEntry['refusal'] = null;

  constructor(who: typeof keepsAccounts) {
    super(new DemoNight(), '22:42', who);
    this.answers.set('office', (ask: OfficeAsk) => this.replies[ask.ask]?.(ask as never) ?? refused('NotAllowed'));
    this.answers.set('submit', ({ type, data, lane = '' }: RequestOf<'submit'>) => {
      const id = crypto.randomUUID();
      const state = this.refuses === null ? 'acknowledged' : 'refused';
      const made = { id, user: who.id, type, data, lane, madeAt: 0, nature: 'order', state } as const;
      this.outbox = [...this.outbox, { ...made, refusal: this.refuses, heldBackBy: null }];
      setImmediate(() => this.push({ push: 'outbox', entries: this.outbox }));
      return { status: 'queued', entry: id };
    });
    this.answers.set('settle', ({ entry }: RequestOf<'settle'>) => {
      this.outbox = this.outbox.filter(({ id }) => id !== entry);
      this.push({ push: 'outbox', entries: this.outbox });
      return { settled: true, entry: null };
    });
  }

  account(id: string, login: string, name: string, more: Partial<AccountState> = {}): void {
    const state: AccountState = {
      ...{ id, login, name, roles: [{ role: 'nightDesk' }], grants: [{ role: 'nightDesk' }], deputyOf: [] },
      ...{ demo: false, disabled: false, leaver: false, asOf: this.night.at('20:30') },
      ...more,
    };
    this.more.set(`account/${id}`, { stream: `account/${id}`, version: 3, seq: 3, state: state as never });
    this.hold([]);
  }

  office<N extends OfficeAskName>(ask: N): readonly Extract<OfficeAsk, { ask: N }>[] {
    return this.asked
      .filter(({ name }) => name === 'office')
      .map(({ body }) => body as OfficeAsk)
      .filter((body): body is Extract<OfficeAsk, { ask: N }> => body.ask === ask);
  }
}

/** Accounts are asked about by their real kind of id. */
const administrator = { ...keepsAccounts, id: '0192f5a0-0000-7000-8000-000000000003' };
const desk = '0192f5a0-0000-7000-8000-000000000001';
const chief = '0192f5a0-0000-7000-8000-000000000002';
const operation = '0192f5a0-0000-7000-8000-00000000000a';

async function open(page: Page, seat: OfficeSeat): Promise<void> {
  seat.account(desk, 'yeban1', '夜班一席');
  seat.account(chief, 'daiban', '带班领导甲', {
    roles: [{ role: 'dutyLeader' }],
    grants: [{ role: 'dutyLeader' }, { role: 'zoneLead', zone: 'z1', from: seat.night.at('23:30') }],
  });
  seat.account(administrator.id, 'guanli', '管理员', {
    roles: [{ role: 'administrator' }],
    grants: [{ role: 'administrator' }],
  });
  await openPlayed(page, seat);
  await expect(page.getByRole('tab', { name: '账号' })).toBeVisible();
}

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).click();
}

function keeper(): OfficeSeat {
  const seat = new OfficeSeat(administrator);
  let required = false;
  seat.replies.access = () =>
    granted({
      ...{ hasPassword: true, mustChange: false, secondFactor: true, secondFactorRequired: required },
      ...{ lockedUntil: seat.night.at('23:00'), lastLoginAt: seat.night.at('20:31') },
    });
  seat.replies.requireSecondFactor = (ask: Extract<OfficeAsk, { ask: 'requireSecondFactor' }>) => {
    ({ required } = ask);
    return granted({});
  };
  seat.replies.sessions = () => granted({ sessions: [] });
  seat.replies.operations = () => granted({ operations: [{ id: operation, name: '护苗行动', stage: 'planned' }] });
  seat.replies.unlockAccount = () => granted({});
  seat.replies.resetSecondFactor = () => granted({});
  seat.replies.givePassword = () => granted({ password: 'wu-tong-kai-47' });
  return seat;
}

test('accounts: found, made, refused with the reason, given roles with a limit and a time', async ({ page }) => {
  const seat = keeper();
  await open(page, seat);
  await expect(page.getByRole('row', { name: /夜班一席/ })).toContainText('夜班席');
  await page.getByLabel('姓名、登录名或角色').fill('带班');
  await expect(page.getByText('1 个账号')).toBeVisible();
  await page.getByLabel('姓名、登录名或角色').fill('');

  await page.getByRole('button', { name: '新建账号' }).click();
  const form = page.getByRole('region', { name: '新建账号' });
  await form.getByRole('button', { name: '建立' }).click();
  await expect(form.getByText('请填写姓名')).toBeVisible();
  await expect(form.getByText('请选择角色')).toBeVisible();
  expect(seat.entered('CreateAccount')).toHaveLength(0);
  await form.getByLabel('姓名').fill('块区带班乙');
  await form.getByLabel('登录名').fill('yeban1');
  await choose(page, form.getByLabel('角色'), '块区带班');
  const zone = seat.night.world().reads.zones()[0];
  await choose(page, form.getByLabel('名称或编号'), zone?.name ?? '');
  await form.getByLabel('开始').fill('2026-11-22T20:30');
  await form.getByLabel('结束').fill('2026-11-22T06:00');
  await form.getByRole('button', { name: '建立' }).click();
  await expect(form.getByText('结束应晚于开始')).toBeVisible();
  await form.getByLabel('结束').fill('2026-11-23T06:00');
  seat.refuses = { code: 'LoginTaken', params: { field: 'login', login: 'yeban1' } };
  await form.getByRole('button', { name: '建立' }).click();
  await expect(form.getByRole('alert').filter({ hasText: '登录名 yeban1 已被使用' })).toBeVisible();
  // It is said here, and does not lie in the tray.
  await expect(page.locator('[data-waiting]')).toHaveAttribute('data-waiting', '0');
  expect(seat.count('settle')).toBe(1);
  await shoot(page, 'new-account');
  seat.refuses = null;
  await form.getByLabel('登录名').fill('kuaiqu2');
  await form.getByRole('button', { name: '建立' }).click();
  await expect.poll(() => seat.entered('CreateAccount').length).toBe(2);
  const made = seat.entered('CreateAccount').at(-1)?.data;
  const from = Date.parse('2026-11-22T20:30:00+08:00');
  const to = Date.parse('2026-11-23T06:00:00+08:00');
  expect(made).toMatchObject({
    ...{ login: 'kuaiqu2', name: '块区带班乙', demo: false },
    roles: [{ role: 'zoneLead', zone: zone?.id, from, to }],
  });
});

test('one account: roles, deputy, given password shown once, second factor, leaving', async ({ page }) => {
  const seat = keeper();
  await open(page, seat);
  await page.getByRole('button', { name: '夜班一席' }).click();
  const detail = page.locator('[data-account="yeban1"]');
  await expect(detail).toContainText('动态验证码已启用');
  await expect(detail.getByRole('alert')).toContainText('锁定至 23:00');
  await shoot(page, 'account');

  await detail.getByRole('button', { name: '增加角色' }).click();
  await choose(page, detail.getByLabel('角色', { exact: true }).nth(1), '中队内勤');
  const squad = seat.night.world().reads.squads()[0];
  await choose(page, detail.getByLabel('名称或编号'), squad?.name ?? '');
  await detail.getByRole('region', { name: '角色与期限' }).getByRole('button', { name: '保存' }).click();
  await expect(detail.getByRole('status')).toContainText('已保存');
  expect(seat.entered('ChangeAccountRoles')).toMatchObject([
    {
      data: { id: desk, roles: [{ role: 'nightDesk' }, { role: 'squadClerk', squad: squad?.id }] },
      basedOn: { [`account/${desk}`]: 3 },
    },
  ]);

  // An operation is chosen by its name, and its guests are told so.
  const second = detail.getByLabel('角色', { exact: true }).nth(1);
  await second.fill('成员单位');
  await choose(page, second, '成员单位');
  await choose(page, detail.getByLabel('名称或编号'), '护苗行动（筹划中）');
  await detail.getByRole('region', { name: '角色与期限' }).getByRole('button', { name: '保存' }).click();
  await expect
    .poll(() => seat.entered('ChangeAccountRoles').at(-1)?.data)
    .toMatchObject({ roles: [{ role: 'nightDesk' }, { role: 'memberUnit', operation }] });

  await detail.getByRole('button', { name: '指定代班…' }).click();
  await choose(page, detail.getByLabel('代谁的班'), '带班领导甲');
  await choose(page, detail.getByLabel('代哪些角色'), '带班领导');
  await page.keyboard.press('Escape');
  const deputies = detail.getByRole('region', { name: '代班' });
  await deputies.getByLabel('开始').fill('2026-11-22T20:00');
  await deputies.getByLabel('结束').fill('2026-11-22T08:00');
  await deputies.getByLabel('事由').fill('开会');
  await deputies.getByRole('button', { name: '指定代班' }).click();
  await expect(deputies.getByText('结束应晚于开始')).toBeVisible();
  // Behind the lock nothing of it is lost.
  seat.status({ locked: true });
  await expect(page.locator('.lock')).toBeVisible();
  seat.status({ locked: false });
  await detail.getByRole('button', { name: '指定代班…' }).click();
  await expect(deputies.getByLabel('事由')).toHaveValue('开会');
  await deputies.getByLabel('结束').fill('2026-11-23T08:00');
  await deputies.getByLabel('事由').fill('开会');
  await deputies.getByRole('button', { name: '指定代班' }).click();
  await expect
    .poll(() => seat.entered('NameDeputy').map(({ data }) => data))
    .toMatchObject([{ id: desk, for: chief, roles: [{ role: 'dutyLeader' }], reason: '开会' }]);

  await detail.getByRole('button', { name: '发给新密码' }).click();
  await page.getByRole('button', { name: /确\s*定/ }).click();
  const once = page.locator('.secret-once');
  await expect(once).toContainText('wu-tong-kai-47');
  // Locked before it was written down, it is there again behind it.
  seat.status({ locked: true });
  await expect(page.locator('.lock')).toBeVisible();
  await expect(page.getByText('wu-tong-kai-47')).toHaveCount(0);
  seat.status({ locked: false });
  await expect(once).toContainText('wu-tong-kai-47');
  await once.getByRole('button', { name: '已妥善保存' }).click();
  await expect(page.getByText('wu-tong-kai-47')).toHaveCount(0);
  await detail.getByRole('switch').click();
  await expect(detail.getByRole('switch')).toBeChecked();
  await detail.getByRole('button', { name: '重置动态验证码…' }).click();
  await detail.getByPlaceholder('事由').fill('手机丢失');
  await detail.getByRole('button', { name: '重置动态验证码' }).click();
  await expect
    .poll(() => seat.office('resetSecondFactor'))
    .toEqual([{ ask: 'resetSecondFactor', account: desk, reason: '手机丢失' }]);
  await detail.getByRole('button', { name: '解除锁定' }).click();
  await expect.poll(() => seat.office('unlockAccount').length).toBe(1);

  const naming = detail.getByRole('region', { name: '更改姓名' });
  await naming.getByLabel('姓名').fill('夜班一席甲');
  await naming.getByRole('button', { name: '保存' }).click();
  await expect(naming.getByRole('status')).toContainText('已保存');
  seat.account(desk, 'yeban1', '夜班一席甲');
  await expect(detail.getByRole('heading', { name: '夜班一席甲' })).toBeVisible();
  await expect(naming.getByRole('status')).toContainText('已保存');

  await detail.getByRole('button', { name: '停用账号…' }).click();
  await detail.getByRole('region', { name: '停用与离职' }).getByLabel('事由').fill('借调');
  await detail.getByRole('region', { name: '停用与离职' }).getByRole('button', { name: '停用账号' }).click();
  await expect.poll(() => seat.entered('DisableAccount').length).toBe(1);
  seat.account(desk, 'yeban1', '夜班一席甲', { disabled: true });
  await detail.getByRole('button', { name: '恢复账号' }).click();
  seat.account(desk, 'yeban1', '夜班一席甲');
  // Back again, nobody is about to be disabled.
  await expect(detail.getByRole('button', { name: '停用账号…' })).toBeVisible();
  await detail.getByRole('button', { name: '停用账号…' }).click();
  const leaving = detail.getByRole('region', { name: '停用与离职' });
  await leaving.getByLabel('事由').fill('调离');
  await leaving.getByLabel('已离职').check();
  await leaving.getByRole('button', { name: '停用账号' }).click();
  await expect
    .poll(() => seat.entered('DisableAccount').at(-1)?.data)
    .toEqual({ id: desk, reason: '调离', leaver: true });
  seat.account(desk, 'yeban1', '夜班一席甲', { disabled: true, leaver: true });
  await expect(detail).toContainText('已离职，账号不能恢复');
  await expect(detail.getByRole('button', { name: '保存' })).toHaveCount(0);

  // On a narrow screen an account opens below the list: it comes into view, and takes the focus.
  await page.setViewportSize({ width: 960, height: 500 });
  await page.getByRole('button', { name: '带班领导甲' }).click();
  const heading = page.getByRole('heading', { name: /^带班领导甲/ });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
  await page.setViewportSize({ width: 1366, height: 768 });

  // Nobody changes the own roles, nor gives oneself a password here.
  await page.getByRole('button', { name: '管理员', exact: true }).click();
  const own = page.locator('[data-account="guanli"]');
  await expect(own).toContainText('不能调整自己的角色');
  await expect(own.getByRole('button', { name: '发给新密码' })).toHaveCount(0);
});

test('keys: made and shown once, rotated with an overlap, revoked with a reason', async ({ page }) => {
  const seat = keeper();
  const key = {
    ...{ id: '0123456789abcdef', kind: 'integration', name: '热线接入', subject: null },
    ...{ actions: ['POST /api/v1/incidents'], madeAt: seat.night.at('20:30'), madeBy: administrator.id },
    ...{ expiresAt: null, lastUsedAt: seat.night.at('22:40'), lastUsedFrom: '10.1.2.9' },
    ...{ revokedAt: null, replacedBy: null },
  };
  seat.replies.keys = () => granted({ keys: [key] });
  seat.replies.makeKey = () => granted({ id: 'fedcba9876543210', key: 'lq_shown_once_0001' });
  seat.replies.rotateKey = () => granted({ id: 'fedcba9876543211', key: 'lq_shown_once_0002' });
  seat.replies.revokeKey = () => refused('Unknown');
  await open(page, seat);
  await page.getByRole('tab', { name: '密钥' }).click();
  await expect(page.getByRole('row', { name: /热线接入/ })).toContainText('送入诉件');
  await expect(page.getByRole('row', { name: /热线接入/ })).toContainText('10.1.2.9');
  await page.getByRole('button', { name: '新建密钥' }).click();
  const form = page.getByRole('region', { name: '新建密钥' });
  await form.getByLabel('名称').fill('网格平台');
  await form.getByRole('button', { name: '新建密钥' }).click();
  await expect(form.getByText('至少一项')).toBeVisible();
  await form.getByLabel('读取诉件').check();
  await shoot(page, 'new-key');
  await form.getByRole('button', { name: '新建密钥' }).click();
  await expect(page.locator('.secret-once')).toContainText('lq_shown_once_0001');
  expect(seat.office('makeKey')).toMatchObject([
    { kind: 'integration', name: '网格平台', subject: null, actions: ['GET /api/v1/incidents'], expiresAt: null },
  ]);
  await shoot(page, 'key-shown');
  await page.getByRole('button', { name: '已妥善保存' }).click();
  await page
    .getByRole('row', { name: /热线接入/ })
    .getByRole('button', { name: '换发' })
    .click();
  await page.getByRole('region', { name: '换发' }).getByRole('button', { name: '换发' }).click();
  await expect(page.locator('.secret-once')).toContainText('lq_shown_once_0002');
  expect(seat.office('rotateKey')).toMatchObject([{ key: key.id, overlapMs: day }]);
  await page.getByRole('button', { name: '已妥善保存' }).click();
  await page
    .getByRole('row', { name: /热线接入/ })
    .getByRole('button', { name: '撤销' })
    .click();
  const revoke = page.getByRole('region', { name: '撤销' });
  await revoke.getByLabel('撤销事由').fill('停用接口');
  await revoke.getByRole('button', { name: '撤销' }).click();
  await expect(revoke.getByRole('alert').filter({ hasText: '已不存在' })).toBeVisible();
});

test('the auditor reads the log by page, the figures and what was removed, and changes nothing', async ({ page }) => {
  const seat = new OfficeSeat(auditor);
  const entry = (number: number) => ({
    ...{ number, at: seat.night.at('22:00') + number, user: desk, login: 'yeban1', seat: 'seat-3' },
    ...{ action: 'vaultRead', subject: 'incident/1121-001', detail: '回访' },
  });
  seat.replies.accessLog = ({ before }: Extract<OfficeAsk, { ask: 'accessLog' }>) =>
    before === null
      ? granted({ entries: Array.from({ length: 50 }, (_, n) => entry(90 - n)), more: true })
      : granted({ entries: [entry(7)], more: false });
  seat.replies.accessReport = () =>
    granted({
      rows: [{ user: desk, login: 'yeban1', action: 'vaultRead', count: 51, lastAt: seat.night.at('22:01') }],
    });
  const run = { at: seat.night.at('20:00'), what: 'vault', removed: 12, before: seat.night.at('20:00') - 90 * day };
  seat.replies.retention = () => granted({ policy: { vaultDays: 90, trackDays: 30, accessLogDays: 365 }, runs: [run] });
  await open(page, seat);
  await expect(page.getByRole('button', { name: '新建账号' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: '密钥' })).toHaveCount(0);
  await page.getByRole('button', { name: '夜班一席' }).click();
  await expect(page.locator('[data-account="yeban1"]')).toContainText('夜班席');
  await expect(page.locator('[data-account="yeban1"]').getByRole('button')).toHaveCount(0);
  expect(seat.office('access')).toHaveLength(0);

  await page.getByRole('tab', { name: '访问记录' }).click();
  await expect(page.getByRole('row', { name: /^90 / })).toContainText('查看来电人或现场记录');
  await shoot(page, 'access-log');
  await page.getByRole('button', { name: '更早' }).click();
  await expect(page.getByRole('row', { name: /^7 / })).toBeVisible();
  expect(seat.office('accessLog').at(-1)).toMatchObject({ before: 41, user: null });
  await page.getByRole('button', { name: '回到最新' }).click();
  await page.getByLabel('登录人').fill(' yeban1 ');
  await page.getByRole('button', { name: '查询' }).click();
  await expect
    .poll(() => seat.office('accessLog').at(-1))
    .toMatchObject({ user: 'yeban1', action: null, subject: null, before: null });
  // The same once more is looked up anew, until now: what came meanwhile is in it.
  const asked = seat.office('accessLog').length;
  await page.getByRole('button', { name: '查询' }).click();
  await expect.poll(() => seat.office('accessLog').length).toBeGreaterThan(asked);
  await page.getByLabel('动作').selectOption({ label: '查看来电人或现场记录' });
  await page.getByRole('button', { name: '查询' }).click();
  await expect.poll(() => seat.office('accessLog').at(-1)).toMatchObject({ user: 'yeban1', action: 'vaultRead' });

  await page.getByRole('tab', { name: '访问统计' }).click();
  await expect(page.getByRole('row', { name: /yeban1/ })).toContainText('51');
  await page.getByRole('tab', { name: '数据留存' }).click();
  await expect(page.getByText('90 天')).toBeVisible();
  await expect(page.getByRole('row', { name: /来电人资料/ })).toContainText('12');
  await shoot(page, 'retention');
});

test('cut off from the hub it says so, and asks again by itself', async ({ page }) => {
  const seat = keeper();
  let keys: () => unknown = () => ({ status: 'offline' });
  seat.replies.keys = () => keys();
  await open(page, seat);
  seat.status({ link: 'offline' });
  await page.getByRole('tab', { name: '密钥' }).click();
  await expect(page.getByRole('alert')).toContainText('与中枢断开');
  keys = () => granted({ keys: [] });
  seat.status({ link: 'live' });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('没有密钥')).toBeVisible();
});

test('who keeps neither accounts nor the watch has no such page', async ({ page }) => {
  const seat = new PlayedSeat(new DemoNight(), '22:42');
  await openPlayed(page, seat, { width: 1920, height: 1080 });
  await expect(page.getByRole('button', { name: '席位状态' })).toBeVisible();
  await expect(page.getByRole('button', { name: '系统', exact: true })).toHaveCount(0);
});
