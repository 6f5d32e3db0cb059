/**
 * The day-one kit, played: the very commands of the chapter in docs/operations.md, then what the chapter says to do at the
 * seat, up to an incident that is typed, assigned and seen. Changed are only the folder `data/`, the port, and the browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../build/bundle.ts';
import { dependenciesAreCurrent } from '../../build/setup/ensure-node.mjs';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, runHub, startHub, tempFolder } from '../support/hub-process.ts';
import type { HubProcess, StartOptions } from '../support/hub-process.ts';
import { ScreenClient } from '../support/screen-client.ts';

const root = join(import.meta.dirname, '..', '..');
const chapter = '## Day one: one PC, ten minutes';

/** Every line of the `sh` blocks of the chapter, in order. */
function commandsOfChapter(): readonly string[] {
  const [, after = ''] = readFileSync(join(root, 'docs', 'operations.md'), 'utf8').split(`${chapter}\n`);
  const [text = ''] = after.split(/\n## /);
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}

let folder: string;
let env: Record<string, string>;
const screens: ScreenClient[] = [];
const started: HubProcess[] = [];

// The chapter's build is the one that all tests share.
beforeAll(() => ensureBuilt(['renderer']), 300_000);
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close();
  // In order, as closing the window does it: npm that is killed leaves what it started.
  for (const process of started.splice(0)) {
    process.signal('SIGTERM');
    await process.exited;
  }
  await cleanUp();
});

/** A line of the chapter as it is typed, without a shell between. */
function typed(line: string, port: number): readonly [readonly string[], StartOptions] {
  const words = line.replaceAll('data/', `${folder}/`).replaceAll(':7480', `:${port}`).split(' ');
  return [[], { by: words, env, cwd: root }];
}

async function screenAt(seat: HubProcess): Promise<ScreenClient> {
  const { url } = (await seat.listening) as unknown as { readonly url: string };
  const screen = await ScreenClient.open(url);
  screens.push(screen);
  return screen;
}

/** The log-in as the page does it: a password that must be changed is changed in the same step. */
async function signIn(screen: ScreenClient, login: string, password: string, newPassword?: string): Promise<void> {
  const first = await screen.ask('login', { login, password });
  if (newPassword === undefined) return void expect(first).toMatchObject({ status: 'signedIn' });
  expect(first).toMatchObject({ status: 'refused', code: 'PasswordMustChange' });
  expect(await screen.ask('login', { login, password, newPassword })).toMatchObject({ status: 'signedIn' });
  await screen.until(() => screen.status.link === 'live');
}

test('the commands of the chapter, and a first incident', { timeout: 240_000 }, async () => {
  folder = join(tempFolder(), 'data');
  mkdirSync(folder);
  const tools = join(folder, 'bin');
  mkdirSync(tools);
  for (const name of ['xdg-open', 'open']) writeFileSync(join(tools, name), '#!/bin/sh\n', { mode: 0o755 });
  const path = [tools, join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  env = { PATH: path, LIANQIN_PORT: '0' };

  const commands = commandsOfChapter();
  expect(commands.map((line) => /(write-pack|browser-shell|-- --data|backup|build$)/.exec(line)?.[0])).toEqual([
    'build',
    'write-pack',
    '-- --data',
    'browser-shell',
    'backup',
  ]);
  const [, packLine = '', hubLine = '', seatLine = '', backupLine = ''] = commands;

  // The commands would install them first, under the feet of whatever else runs in this folder.
  expect(dependenciesAreCurrent(), 'the dependencies are not those of the lock file: install them first').toBe(true);
  const pack = await runHub(...typed(packLine, 0));
  expect([pack.code, pack.log]).toEqual([0, '']);
  const hub = startHub(...typed(hubLine, 0));
  started.push(hub);
  const { http, host, tls } = await hub.listening;
  expect([host, tls]).toEqual(['127.0.0.1', false]);
  const firstPassword = must(/"newPassword":"([^"]+)"/.exec(hub.log())?.[1], 'the password in the log');
  const seat = startHub(...typed(seatLine, http));
  started.push(seat);
  const screen = await screenAt(seat);

  await signIn(screen, 'admin', firstPassword, 'gaosu-shei-ye-buxing');
  await screen.ask('watch', { watch: 1, kinds: ['account'] });
  const given = new Map<string, string>();
  for (const [login, name, roles] of [
    ['diaodu', '调度席', ['shiftLead', 'dispatcher']],
    ['yeban', '夜班席', ['nightDesk']],
  ] as const) {
    const id = crypto.randomUUID();
    await screen.act('CreateAccount', { id, login, name, roles: roles.map((role) => ({ role })), demo: false }, [
      `account/${id}`,
    ]);
    const answer = await screen.ask('office', { ask: 'givePassword', account: id });
    if (answer.status !== 'granted' || !('password' in (answer.body as object)))
      throw new Error(JSON.stringify(answer));
    given.set(login, (answer.body as { readonly password: string }).password);
  }
  await screen.ask('logout', {});

  await signIn(screen, 'diaodu', given.get('diaodu') ?? '', 'wanshang-women-zai');
  await screen.ask('watch', { watch: 2, kinds: ['unit', 'incident', 'assignment', 'dutyMode'] });
  await screen.until(() => screen.streams('unit').length > 0);
  const night = new Date(Date.now() + 2 * 3_600_000).toISOString().slice(0, 10);
  const switched = screen.act(
    'SwitchDutyMode',
    { mode: 'night', cause: 'person', reason: '夜间值守', reportNight: night },
    ['dutyMode/bureau'],
  );
  // Begun of an evening, the calendar of the pack has switched it already.
  await switched.catch((error: unknown) => expect(String(error)).toContain('DutyModeAlreadyInForce'));
  const unit = must(
    screen.streams('unit').find((stream) => stream === 'unit/m1'),
    'a unit of the pack',
  );
  await screen.act('SetUnitStatus', { id: 'm1', status: 'available', channel: '电台' }, [unit]);

  const incident = crypto.randomUUID();
  const taken = await screen.ask('takeIn', {
    ...{ id: incident, source: '12345', externalId: 'SH-1', text: '斜土路小木桥路口工地还在打桩，要求马上停。' },
    ...{ place: null, position: null, actAt: null, wantsReply: 'yes' },
    ...{ name: '', phone: '13900000001', address: '' },
  });
  if (taken.status !== 'queued') throw new Error(JSON.stringify(taken));
  await screen.settled(taken.entry);
  await screen.until(() => screen.document(`incident/${incident}`) !== undefined);
  const assignment = crypto.randomUUID();
  await screen.act('AssignUnit', { id: assignment, incident, unit: 'm1', queue: false }, [
    `incident/${incident}`,
    unit,
  ]);
  await screen.ask('logout', {});

  // Seen by the next person at the same seat, who was not there.
  await signIn(screen, 'yeban', given.get('yeban') ?? '', 'yeli-bu-shuijiao-de');
  await screen.ask('watch', { watch: 3, kinds: ['incident', 'assignment'] });
  await screen.until(() => screen.document(`assignment/${assignment}`) !== undefined);
  expect(screen.document(`assignment/${assignment}`)).toMatchObject({ incident, unit: 'm1' });
  expect(screen.document(`incident/${incident}`)).toMatchObject({ source: '12345' });

  const backup = await runHub(...typed(backupLine, http));
  expect([backup.code, existsSync(join(folder, 'day-one.backup'))]).toEqual([0, true]);
});
