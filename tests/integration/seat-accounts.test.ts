/** Log-ins of every kind through a whole seat, against a whole hub: second factor, walls, new passwords, the lock. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { RequestOf, SeatStatus } from '../../shared/wire/seat-api.ts';
import { officeAnswerSchemas } from '../../shared/wire/office-api.ts';
import type { OfficeAskName, OfficeGranted } from '../../shared/wire/office-api.ts';
import { codeAt } from '../support/authenticator.ts';
import { filesHolding } from '../support/files-holding.ts';
import { officePassword as password, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeHub } from '../support/office-hub.ts';
import { quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const minute = 60_000;
const another = 'another long one';

function seatOf(at: OfficeHub, seatId: string, dataDir = temporaryFolder(), hubUrls = [at.url]) {
  const composed = composeSeat({ dataDir, hubUrls, seatId, log: quietLog });
  onTestFinished(() => composed.close());
  let status: SeatStatus | undefined;
  composed.seat.onPush((push) => {
    if (push.push === 'status') ({ status } = push);
  });
  const { seat } = composed;
  return {
    ...{ seat, composed, dataDir },
    status: () => status,
    reaches: (link: SeatStatus['link']) => vi.waitFor(() => expect(status?.link).toBe(link), { timeout: 20_000 }),
    /** What the office grants; throws its refusal. */
    async office<N extends OfficeAskName>(ask: Extract<RequestOf<'office'>, { ask: N }>): Promise<OfficeGranted<N>> {
      const answer = await seat.request('office', ask);
      if (answer.status !== 'granted') throw new Error(JSON.stringify(answer));
      return officeAnswerSchemas[ask.ask].parse(answer.body) as OfficeGranted<N>;
    },
  };
}

test('an administrator sets up the second factor from the log-in screen and goes on over the same link', async () => {
  const at = await openOfficeHub();
  await at.make('boss', [{ role: 'administrator' }]);
  const { seat, status, reaches, office } = seatOf(at, 'seat1');
  expect(await seat.request('login', { login: 'boss', password })).toMatchObject({ status: 'signedIn' });
  expect(status()).toMatchObject({ secondFactorMissing: true });
  await reaches('refused');
  expect(status()).toMatchObject({ linkReason: 'SecondFactorMissing', user: { login: 'boss' }, hub: at.url });
  expect(await seat.request('office', { ask: 'keys' })).toMatchObject({ code: 'SecondFactorRequired' });
  const { secret } = await office({ ask: 'beginSecondFactor', password });
  const { recoveryCodes } = await office({ ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime()) });
  expect(recoveryCodes).toHaveLength(10);
  await reaches('live');
  expect(status()).toMatchObject({ secondFactorMissing: false });
  expect(await office({ ask: 'keys' })).toEqual({ keys: [] });

  await seat.request('logout', {});
  const body = { login: 'boss', password };
  expect(await seat.request('login', body)).toMatchObject({ code: 'SecondFactorNeeded' });
  const late = codeAt(secret, at.machineTime() + 60 * minute);
  expect(await seat.request('login', { ...body, code: late })).toEqual({
    ...{ status: 'refused', code: 'CodeOfAnotherTime', minutes: 60, retryAt: null },
  });
  at.machine.wrong += minute;
  expect(await seat.request('login', { ...body, code: codeAt(secret, at.machineTime()) })).toMatchObject({
    ...{ status: 'signedIn' },
  });
  await reaches('live');
});

test('a password that must change: log-in and change are one step, and the new one unlocks', async () => {
  const at = await openOfficeHub();
  const id = await at.make('lin', [{ role: 'dispatcher' }]);
  const kept = must(at.folder.credentials.credential(id), 'the password of lin');
  at.folder.credentials.setPassword(id, kept.password, at.machineTime(), { mustChange: true });
  const { seat, status, reaches } = seatOf(at, 'seat1');
  expect(await seat.request('login', { login: 'lin', password })).toMatchObject({ code: 'PasswordMustChange' });
  const changed = { login: 'lin', password, newPassword: another };
  expect(await seat.request('login', { ...changed, newPassword: 'short' })).toMatchObject({ code: 'PasswordTooShort' });
  expect(await seat.request('login', changed)).toMatchObject({ status: 'signedIn' });
  await reaches('live');
  await seat.request('lock', {});
  expect(await seat.request('unlock', { password })).toMatchObject({ code: 'WrongPassword' });
  expect(status()).toMatchObject({ locked: true, link: 'live' });
  expect(await seat.request('unlock', { password: another })).toEqual({ status: 'unlocked' });
  // The hub has noted who tried.
  const tried = (): boolean => at.noted().some((line) => line.includes(id) && line.includes('WrongPassword'));
  await vi.waitFor(() => expect(tried()).toBe(true), { timeout: 10_000 });
});

/** What the hub itself says; it must be taken. */
async function give(at: OfficeHub, type: string, data: Json): Promise<void> {
  const command = { id: uuidv7(Date.now(), randomBytes(10)), type, data, basedOn: {}, madeAt: Date.now() };
  expect(await at.hub.desk.submit(command, systemActor), type).toMatchObject({ status: 'accepted' });
}

test('roles that are taken, end by themselves or are given, and another name, are told under the open screen', async () => {
  const at = await openOfficeHub();
  const lin = await at.make('lin', [{ role: 'dispatcher' }, { role: 'reporting' }]);
  const { seat, status, reaches, composed, dataDir } = seatOf(at, 'seat1');
  const roles = () => status()?.user?.roles.map(({ role }) => role);
  const told = (wanted: readonly string[]) => vi.waitFor(() => expect(roles()).toEqual(wanted), { timeout: 20_000 });
  await seat.request('login', { login: 'lin', password });
  await reaches('live');
  expect(roles()).toEqual(['dispatcher', 'reporting']);
  await give(at, 'ChangeAccountRoles', { id: lin, roles: [{ role: 'dispatcher' }] });
  await told(['dispatcher']);
  const end = Date.now() + 2_000;
  await give(at, 'ChangeAccountRoles', { id: lin, roles: [{ role: 'dispatcher' }, { role: 'shiftLead', to: end }] });
  await told(['dispatcher', 'shiftLead']);
  await told(['dispatcher']);
  expect(Date.now()).toBeGreaterThanOrEqual(end);
  await give(at, 'RenameAccount', { id: lin, name: 'another' });
  await vi.waitFor(() => expect(status()?.user).toMatchObject({ login: 'lin', name: 'another' }));
  expect(status()).toMatchObject({ link: 'live', locked: false });

  // Known to a seat that starts again, and what changed while it was off comes with the welcome.
  composed.close();
  await give(at, 'ChangeAccountRoles', { id: lin, roles: [{ role: 'inspection' }] });
  const again = seatOf(at, 'seat1', dataDir);
  expect(again.status()?.user).toMatchObject({ name: 'another', roles: [{ role: 'dispatcher' }] });
  await again.reaches('live');
  expect(again.status()?.user?.roles).toEqual([{ role: 'inspection' }]);
});

test('a wall opens by its token, never locks, and by no other token', async () => {
  const at = await openOfficeHub();
  await at.make('boss', [{ role: 'administrator' }]);
  const wall = await at.make('wall', [{ role: 'wall' }]);
  const boss = seatOf(at, 'boss');
  await boss.seat.request('login', { login: 'boss', password });
  await boss.reaches('refused');
  const { secret } = await boss.office({ ask: 'beginSecondFactor', password });
  await boss.office({ ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime()) });
  const made = { name: 'north wall', subject: wall, actions: [], expiresAt: null };
  const { id, key } = await boss.office({ ask: 'makeKey', kind: 'wall', ...made });

  const screen = seatOf(at, 'wall1');
  expect(await screen.seat.request('loginWall', { token: 'short' })).toMatchObject({ code: 'InvalidMessage' });
  expect(await screen.seat.request('loginWall', { token: 'x'.repeat(43) })).toMatchObject({ code: 'WrongToken' });
  expect(await screen.seat.request('loginWall', { token: key })).toMatchObject({ user: { id: wall } });
  await screen.reaches('live');
  await screen.seat.request('lock', {});
  expect(screen.status()).toMatchObject({ locked: false, lockAfterMs: null });
  // Nothing to check a password by: a wall has none.
  expect(readdirSync(screen.dataDir)).not.toContain('unlock.json');
  await boss.office({ ask: 'revokeKey', key: id, reason: 'taken down' });
  await screen.reaches('signedOut');
});

test('with two addresses a seat logs in at the hub it knows, whichever of them is first and awake', async () => {
  const [stranger, known] = [await openOfficeHub(), await openOfficeHub()];
  for (const at of [stranger, known]) await at.make('lin', [{ role: 'dispatcher' }]);
  const first = seatOf(known, 'seat1');
  await first.seat.request('login', { login: 'lin', password });
  await first.reaches('live');
  await first.seat.request('logout', {});
  first.composed.close();
  const again = seatOf(known, 'seat1', first.dataDir, [stranger.url, known.url]);
  await again.seat.request('login', { login: 'lin', password });
  await again.reaches('live');
  expect(again.status()?.hub).toBe(known.url);
  expect(stranger.noted()).toEqual([]);
});

test('a seat keeps no password: what it checks one by is a slow hash, gone with the log-in', async () => {
  const at = await openOfficeHub();
  await at.make('lin', [{ role: 'dispatcher' }]);
  await at.make('wang', [{ role: 'dispatcher' }]);
  const { seat, composed, dataDir, reaches, status } = seatOf(at, 'seat1');
  await seat.request('login', { login: 'lin', password });
  await reaches('live');
  const kept = join(dataDir, 'unlock.json');
  await vi.waitFor(() => expect(readdirSync(dataDir)).toContain('unlock.json'), { timeout: 10_000 });
  const ofLin = readFileSync(kept, 'utf8');
  expect(JSON.parse((JSON.parse(ofLin) as { verifier: string }).verifier)).toMatchObject({ n: 32_768, r: 8, p: 1 });
  expect(filesHolding(dataDir, [password])).toEqual([]);

  // A switch of user: the log-in before is over at the hub too.
  const ended = at.noted().length;
  await seat.request('login', { login: 'wang', password });
  await reaches('live');
  await vi.waitFor(() =>
    expect(
      at
        .noted()
        .slice(ended)
        .some((line) => line.endsWith('LoggedOut')),
    ).toBe(true),
  );
  await vi.waitFor(() => expect(readFileSync(kept, 'utf8')).not.toBe(ofLin), { timeout: 10_000 });
  await seat.request('lock', {});
  await at.hub.stop();
  await vi.waitFor(() => expect(status()?.link).toBe('offline'), { timeout: 20_000 });
  expect(await seat.request('unlock', { password: 'guess' })).toMatchObject({ code: 'WrongPassword' });
  expect(await seat.request('unlock', { password })).toEqual({ status: 'unlocked' });
  await seat.request('logout', {});
  expect(readdirSync(dataDir)).not.toContain('unlock.json');
  composed.close();
});

test('the hub has another log-in at the seat: an unlock says that this one is over', async () => {
  const at = await openOfficeHub();
  const lin = await at.make('lin', [{ role: 'dispatcher' }]);
  const { seat, status, reaches } = seatOf(at, 'seat1');
  await seat.request('login', { login: 'lin', password });
  await reaches('live');
  await seat.request('keepDraft', { user: lin, name: 'intake', draft: '打了一半' });
  await seat.request('lock', {});
  await at.enter('lin', 'seat1');
  await reaches('signedOut');
  expect(status()).toMatchObject({ user: null, locked: false });
  expect(await seat.request('login', { login: 'lin', password })).toMatchObject({ status: 'signedIn' });
  expect(await seat.request('drafts', { user: lin })).toEqual({ drafts: { intake: '打了一半' } });
});

test('a password given behind the lock is told to who asked, once the seat is open, and to nobody else', async () => {
  const at = await openOfficeHub();
  await at.make('boss', [{ role: 'administrator' }]);
  const lin = await at.make('lin', [{ role: 'dispatcher' }]);
  const { seat, reaches, office } = seatOf(at, 'seat1');
  await seat.request('login', { login: 'boss', password });
  await reaches('refused');
  const { secret } = await office({ ask: 'beginSecondFactor', password });
  await office({ ask: 'confirmSecondFactor', code: codeAt(secret, at.machineTime()) });
  await reaches('live');
  const asked = seat.request('office', { ask: 'givePassword', account: lin });
  let told = false;
  void asked.then(() => {
    told = true;
  });
  await seat.request('lock', {});
  await vi.waitFor(() => expect(at.noted().join()).toContain('givePassword'), { timeout: 20_000 });
  expect(told).toBe(false);
  expect(await seat.request('unlock', { password })).toEqual({ status: 'unlocked' });
  expect(await asked).toMatchObject({ status: 'granted' });

  // Somebody else opens it with their own log-in.
  const lost = seat.request('office', { ask: 'sessions', account: null });
  await seat.request('lock', {});
  const refused = expect(lost).rejects.toMatchObject({ code: 'Locked' });
  await at.make('wang', [{ role: 'dispatcher' }]);
  await seat.request('login', { login: 'wang', password });
  await refused;
});
