/** Which row of the table of rights each ask is under, and what of it stands in the access log. */
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import type { OfficeAsk, OfficeAskName } from '../../shared/wire/office-api.ts';

/** One of these rows has to allow it. */
export const officeRights: { readonly [N in OfficeAskName]: readonly OtherAction[] } = {
  me: ['ownAccount'],
  changePassword: ['ownAccount'],
  beginSecondFactor: ['ownAccount'],
  confirmSecondFactor: ['ownAccount'],
  removeSecondFactor: ['ownAccount'],
  mySessions: ['ownAccount', 'wallAccount'],
  // A wall's token reads only.
  endMySession: ['ownAccount'],
  looks: ['ownAccount'],
  directory: ['ownAccount'],
  deputies: ['ownAccount'],
  access: ['accountAccess'],
  sessions: ['accountAccess'],
  endSession: ['accountAccess'],
  givePassword: ['accountAccess'],
  resetSecondFactor: ['accountAccess'],
  requireSecondFactor: ['accountAccess'],
  unlockAccount: ['accountAccess'],
  operations: ['accountAccess'],
  keys: ['accessKeys'],
  makeKey: ['accessKeys'],
  rotateKey: ['accessKeys'],
  revokeKey: ['accessKeys'],
  accessLog: ['accessLog'],
  accessReport: ['accessLog'],
  retention: ['retention'],
  verifyJournal: ['verifyJournal'],
  track: ['track'],
  devices: ['devices'],
  videoImport: ['videoImport'],
  importPiece: ['importFiles'],
  importLook: ['importFiles'],
  importDrop: ['importFiles'],
  saveView: ['savedViews'],
  removeView: ['savedViews'],
  find: ['search'],
  past: ['search'],
  dutyLog: ['dutyLog'],
  caller: ['readCaller'],
  filePiece: ['bringFiles'],
  fileAttach: ['bringFiles'],
  // Which record, the vault asks.
  fileRead: ['readCaller', 'readEvidence'],
};

/** All that a log-in may do whose account must have a second factor and has none. */
export const setUpAsks: ReadonlySet<OfficeAskName> = new Set(['me', 'beginSecondFactor', 'confirmSecondFactor']);

/** Looks at a person: they stand in the access log, on disk, before anything of them is answered. */
export const watchedAsks: ReadonlySet<OfficeAskName> = new Set(['track', 'caller']);

/**
 * Of them only a refusal is noted: pieces of what is asked, of which the whole stands by itself; and what shows nothing but
 * documents that the person may hold anyway.
 */
export const unnotedAsks: ReadonlySet<OfficeAskName> = new Set([
  ...(['importPiece', 'importDrop', 'find', 'past', 'dutyLog'] as const),
  // An attached file stands in the journal, a look at one as a look into the vault.
  ...(['filePiece', 'fileAttach', 'fileRead'] as const),
  // What somebody likes to look at first is nobody's business.
  ...(['saveView', 'removeView'] as const),
]);

/** Subject of an entry about a look at the ways of all units there are. */
export const allUnits = 'unit:*';

/** What the access log says of a look at a way: when, and why. */
export const lookDetail = (from: number, to: number, reason: string): string => `${from} to ${to}: ${reason}`;

/** The time that an entry about a track speaks of, as `lookDetail` wrote it, Unix ms; undefined where it names none. */
export function trackPeriodOf(detail: string): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /(?:^| )(-?\d+) to (-?\d+): /.exec(detail) ?? [];
  return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) };
}

/**
 * What the access log may say of an ask: whom or what it concerns, and why. Written out by name, so that no password and
 * no code can get in.
 */
export function noteOf(ask: OfficeAsk): { readonly subject: string; readonly detail: string } {
  switch (ask.ask) {
    case 'access':
    case 'givePassword':
    case 'unlockAccount':
      return { subject: ask.account, detail: '' };
    case 'sessions':
      return { subject: ask.account ?? '', detail: '' };
    case 'resetSecondFactor':
      return { subject: ask.account, detail: ask.reason };
    case 'requireSecondFactor':
      return { subject: ask.account, detail: String(ask.required) };
    case 'endSession':
    case 'endMySession':
      return { subject: ask.session, detail: '' };
    case 'makeKey':
      return { subject: ask.subject ?? '', detail: [ask.kind, ask.name, ...ask.actions].join(' ') };
    case 'rotateKey':
      return { subject: ask.key, detail: '' };
    case 'revokeKey':
      return { subject: ask.key, detail: ask.reason };
    case 'track':
      return { subject: `unit:${ask.unit}`, detail: lookDetail(ask.from, ask.to, ask.reason) };
    // A list of their own: whoever may not, tries it at every key.
    case 'find':
    case 'past':
      return { subject: 'search', detail: '' };
    case 'caller':
      // Never the number or name: the log is read by people who may not see callers.
      return { subject: ask.of.kind === 'incident' ? `incident/${ask.of.incident}` : ask.of.kind, detail: ask.reason };
    // Never the name: a person may write anything into it.
    case 'saveView':
    case 'removeView':
      return { subject: 'savedViews', detail: '' };
    // As with searches: pieces are many.
    case 'filePiece':
      return { subject: 'files', detail: '' };
    case 'fileAttach':
      return { subject: `incident/${ask.incident}`, detail: '' };
    case 'fileRead':
      return { subject: ask.ref, detail: ask.reason };
    // Slices are many.
    case 'dutyLog':
      return { subject: 'dutyLog', detail: '' };
    case 'videoImport':
      return { subject: ask.from.kind, detail: ask.confirm === null ? 'preview' : 'confirmed' };
    case 'importLook':
      return { subject: ask.what, detail: ask.confirm === null ? 'preview' : 'confirmed' };
    case 'accessLog':
      return { subject: ask.subject ?? '', detail: [ask.user, ask.action].filter((part) => part !== null).join(' ') };
    default:
      return { subject: '', detail: '' };
  }
}
