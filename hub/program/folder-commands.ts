/** What is done to a data folder from the command line, most of it beside a hub at work. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { SqliteAccessLogStore } from '../../db/hub/access-log-store.ts';
import { NotADataFolder, restoreFrom } from '../../db/hub/backup.ts';
import { SqliteCredentialStore } from '../../db/hub/credential-store.ts';
import { folderFiles, openDataFolder, openTrackStore } from '../../db/hub/data-folder.ts';
import { SqliteJournalSnapshot } from '../../db/hub/journal-store.ts';
import { DocumentTables } from '../../db/documents/document-store.ts';
import { documentTables } from '../../db/documents/tables.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { passwordRefusal, scryptHasher, usedBefore } from '../accounts/password.ts';
import type { PasswordRefusal } from '../accounts/port.ts';
import type { Invocation } from './command-line/types.ts';
import { importTracks } from '../imports/import-tracks.ts';
import { eventReader } from '../journal/upcast.ts';
import { verifyJournal } from '../journal/verify.ts';
import { createDiskSpace } from '../metrics/disk-space.ts';
import { unitTimes } from '../office/unit-times.ts';

type TrackInvocation = Extract<Invocation, { kind: 'import-tracks' }>;

export const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
export const newId = (): string => uuidv7(Date.now(), random.bytes(10));
export const kinds = [...catalog.kinds.keys()];

export function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Looks at the journal without its lock, so that a hub at work can be verified from beside. */
export async function verify(data: string): Promise<void> {
  const file = join(data, folderFiles.journal);
  if (!existsSync(file)) throw new NotADataFolder(data, folderFiles.journal);
  const snapshot = new SqliteJournalSnapshot(file, new DocumentTables([], []), () => undefined);
  try {
    const result = await verifyJournal(snapshot);
    say({ ...result, ...snapshot.identity() });
    if (!result.ok) process.exitCode = 1;
  } finally {
    snapshot.close();
  }
}

export function restore(file: string, data: string): void {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  restoreFrom(file, data);
  const folder = openDataFolder(data, { kinds, newId });
  try {
    say({ event: 'restored', data, seq: folder.journal.head().seq, ...folder.journal.identity() });
  } finally {
    folder.close();
  }
}

const passwordAdvice: { readonly [refusal in PasswordRefusal]: string } = {
  PasswordTooShort: 'the password needs at least 10 characters',
  PasswordTooLong: 'the password may have 200 characters at most',
  PasswordIsLogin: 'the password may not be the login',
  PasswordTooCommon: 'this password is among the first that anybody would try',
  PasswordUsedBefore: 'this is one of the last five passwords of the account',
  DemoAccount: 'the password of a demo account is announced and stays as it is',
};

async function firstLineOfInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('new password: ');
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

/** Looks at the journal without its lock. Throws where there is no such account, and for one of the demo. */
function accountIn(data: string, login: string): AccountState {
  for (const name of [folderFiles.journal, folderFiles.credentials])
    if (!existsSync(join(data, name))) throw new NotADataFolder(data, name);
  const snapshot = new SqliteJournalSnapshot(
    join(data, folderFiles.journal),
    new DocumentTables(kinds, documentTables),
    () => undefined,
  );
  try {
    const account = readsOf(snapshot).accountByLogin(login);
    if (account === undefined) throw new Error(`${login}: there is no such account`);
    if (account.demo) throw new Error(`${login}: ${passwordAdvice.DemoAccount}`);
    return account;
  } finally {
    snapshot.close();
  }
}

/** Writes to the file of credentials only, so that it can be done beside a hub at work, which then ends the sessions. */
export async function setPassword(data: string, login: string): Promise<void> {
  const account = accountIn(data, login);
  const password = await firstLineOfInput();
  const hasher = scryptHasher(random);
  const credentials = new SqliteCredentialStore(join(data, folderFiles.credentials));
  try {
    const refusal =
      passwordRefusal(login, password) ??
      ((await usedBefore(credentials, hasher, account.id, password)) ? 'PasswordUsedBefore' : undefined);
    if (refusal !== undefined) throw new Error(`${login}: ${passwordAdvice[refusal]}`);
    credentials.setPassword(account.id, await hasher.hash(password), Date.now());
  } finally {
    credentials.close();
  }
  noteByHand(data, 'givePassword', login);
  say({ event: 'passwordSet', login });
}

/** Whoever has the machine of the hub needs no account; that they were there stands in the access log all the same. */
function noteByHand(data: string, action: string, subject: string, detail = 'command line'): void {
  const store = new SqliteAccessLogStore(join(data, folderFiles.accessLog));
  try {
    store.append([{ at: Date.now(), user: 'system', seat: 'hub', action, subject, detail }]);
  } finally {
    store.close();
  }
}

/** As `setPassword`: beside a hub at work too. */
export function dropSecondFactor(data: string, login: string): void {
  const account = accountIn(data, login);
  const credentials = new SqliteCredentialStore(join(data, folderFiles.credentials));
  try {
    credentials.removeSecondFactor(account.id);
    credentials.clearAttempts(account.id);
  } finally {
    credentials.close();
  }
  noteByHand(data, 'resetSecondFactor', login);
  say({ event: 'secondFactorDropped', login });
}

/** Into the files of the days, beside a hub at work too; the journal is only looked at. */
export async function importTrackFile({ data, file, options, dryRun, trackDays }: TrackInvocation): Promise<void> {
  const journal = join(data, folderFiles.journal);
  if (!existsSync(journal)) throw new NotADataFolder(data, folderFiles.journal);
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const snapshot = new SqliteJournalSnapshot(journal, new DocumentTables(kinds, documentTables), () => undefined);
  const store = openTrackStore(data);
  const times = unitTimes(snapshot, eventReader(catalog.kinds));
  try {
    const reads = readsOf(snapshot);
    const result = await importTracks(readFileSync(file), options, dryRun, {
      ...{ store, now: Date.now(), trackDays, box: undefined, hasUnit: (unit) => reads.unit(unit) !== undefined },
      ...{ disk: createDiskSpace(data, () => performance.now()), offDuty: (unit) => times.offDuty(unit) },
      trail: ({ subject, detail }) => noteByHand(data, 'importTracks', subject, `command line, ${detail}`),
    });
    say({ event: 'importTracks', ...result });
    if (result.status === 'refused') process.exitCode = 1;
  } finally {
    store.close();
    snapshot.close();
  }
}
