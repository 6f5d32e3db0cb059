/** An ask of each kind, for tests that go through all of them. */
import { noFilter } from '../../shared/wire/saved-views.ts';
import type { OfficeAsk } from '../../shared/wire/office-api.ts';

/** In every ask that holds something secret. */
export const secret = 'something-nobody-may-read';
const uuid = '0198aaaa-0000-7000-8000-000000000001';
const period = { from: 1, to: 2 };

/** One of each kind. */
export const asks: readonly OfficeAsk[] = [
  { ask: 'me' },
  { ask: 'changePassword', password: secret, newPassword: secret },
  { ask: 'beginSecondFactor', password: secret },
  { ask: 'confirmSecondFactor', code: secret },
  { ask: 'removeSecondFactor', password: secret, code: secret },
  { ask: 'mySessions' },
  { ask: 'endMySession', session: 'a'.repeat(32) },
  { ask: 'looks', limit: 10 },
  { ask: 'directory' },
  { ask: 'deputies' },
  { ask: 'access', account: uuid },
  { ask: 'sessions', account: null },
  { ask: 'endSession', session: 'a'.repeat(32) },
  { ask: 'givePassword', account: uuid },
  { ask: 'resetSecondFactor', account: uuid, reason: 'lost' },
  { ask: 'requireSecondFactor', account: uuid, required: true },
  { ask: 'unlockAccount', account: uuid },
  { ask: 'operations' },
  { ask: 'keys' },
  { ask: 'makeKey', kind: 'integration', name: 'x', subject: null, actions: ['GET /metrics'], expiresAt: null },
  { ask: 'rotateKey', key: 'a'.repeat(16), overlapMs: 0 },
  { ask: 'revokeKey', key: 'a'.repeat(16), reason: 'over' },
  { ask: 'accessLog', ...period, user: null, action: null, subject: null, before: null, limit: 10 },
  { ask: 'accessReport', ...period },
  { ask: 'retention' },
  { ask: 'verifyJournal' },
  { ask: 'devices' },
  { ask: 'videoImport', from: { kind: 'platform' }, confirm: null, leaveOut: false },
  { ask: 'importPiece', upload: uuid, file: { name: 'a.csv', bytes: 3 }, at: 0, data: 'AAAA' },
  {
    ...{ ask: 'importLook', upload: uuid, what: 'sites', crs: null, columns: null, encoding: 'auto', sheet: null },
    ...{ absent: 'keep', asOf: null, source: null, accept: false, orderSource: '12345', leaveOut: false },
    confirm: null,
  },
  { ask: 'importDrop', upload: uuid },
  { ask: 'filePiece', upload: uuid, bytes: 3, at: 0, data: 'AAAA' },
  {
    ...{ ask: 'fileAttach', upload: uuid, incident: uuid, name: 'a.jpg' },
    ...{ of: 'evidence', whose: 'ours', way: 'detail' },
  },
  { ask: 'fileRead', ref: 'a'.repeat(32), reason: 'why', from: 0 },
  {
    ...{ ask: 'saveView', id: uuid, version: 0, name: secret, filter: noFilter },
  },
  { ask: 'removeView', id: uuid, version: 1 },
  { ask: 'find', text: '工地', only: null },
  { ask: 'dutyLog', ...period, after: 0 },
  { ask: 'past', of: { kind: 'site', site: 's1' } },
  { ask: 'caller', of: { kind: 'phone', phone: '13800000000' }, reason: 'why' },
  { ask: 'track', unit: 'm1', ...period, reason: 'why' },
];
