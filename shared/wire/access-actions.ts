/** What the hub notes in the access log, by name: the screens put it into words, and offer it to search by. */
import type { OfficeAskName } from './office-api.ts';
import { officeAnswerSchemas } from './office-api.ts';

/** Beside what is asked of the office, each of which is noted under its name. */
const notedBeside = [
  'login',
  'loginFailed',
  'loginUnfinished',
  'lockedOut',
  'sessionEnded',
  'recoveryCodeUsed',
  'passwordChanged',
  'refused',
  'vaultRead',
  'secretCallerRead',
  'videoWatched',
  'videoMoved',
  'importTracks',
  'replay',
  'replayTracks',
  'trackFile',
  'accessLogOverflow',
] as const;

export type LoggedAction = (typeof notedBeside)[number] | OfficeAskName;

/** Each once. `retention` is both the ask and what its jobs removed. */
export const loggedActions: readonly LoggedAction[] = [
  ...notedBeside,
  ...(Object.keys(officeAnswerSchemas) as readonly OfficeAskName[]),
];
