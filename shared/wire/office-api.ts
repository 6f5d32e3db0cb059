/**
 * What people ask of the hub about accounts, log-ins, keys and the access log, over the seat's link. Nothing of it goes
 * through the journal or an outbox: it is answered at once or not at all. The seat hands asks and answers through
 * between screen and hub; both ends check them by these schemas.
 *
 * Which roles may ask what: `otherRights` in `shared/domain/rules/permissions.ts`; the hub enforces it and notes it.
 */
import { z } from 'zod';
import { roleGrantSchema, roleSchema } from '../domain/account/events.ts';
import { dutyLogAnswerSchema, dutyLogAsk } from './duty-log.ts';
import { fileAnswerSchemas, fileAttachAskSchema, filePieceAskSchema, fileReadAskSchema } from './files.ts';
import { importAnswerSchemas, importDropAskSchema, importLookAskSchema, importPieceAskSchema } from './imports.ts';
import { savedViewAnswerSchemas, savedViewAsks } from './saved-views.ts';
import { searchAnswerSchemas, searchAsks } from './search.ts';
import { videoImportAnswerSchema, videoImportAskSchema } from './video-import.ts';

/** Hub time, Unix ms. */
const instant = z.int();
const account = z.uuid();
/** Of a log-in: random, 32 hex digits; no secret. */
const sessionId = z.string().regex(/^[0-9a-f]{32}$/);
const keyId = z.string().regex(/^[0-9a-f]{16}$/);
const password = z.string().min(1).max(200);
/** Six digits of an authenticator, or a recovery code. */
const code = z.string().trim().min(6).max(40);
const reason = z.string().trim().min(1).max(200);

/** Kinds of keys that are not a person's password. */
export const keyKindSchema = z.enum(['integration', 'device', 'wall']);
export type KeyKind = z.infer<typeof keyKindSchema>;

/** What an integration's key may open: rows of `otherRights`. */
export const keyActionSchema = z.enum([
  'POST /api/v1/incidents',
  'GET /api/v1/incidents',
  'GET /api/v1/units',
  'GET /api/v1/journal',
  'verifyJournal',
  'GET /metrics',
  'POST /api/v1/pack',
  'POST /api/v1/units/key',
  'POST /api/v1/positions',
  'POST /api/v1/tracks',
  'fieldRelay',
]);
export type KeyAction = z.infer<typeof keyActionSchema>;

export const officeAskSchema = z.discriminatedUnion('ask', [
  // One's own account: `ownAccount`, and `wallAccount` for its log-ins.
  z.strictObject({ ask: z.literal('me') }),
  z.strictObject({ ask: z.literal('changePassword'), password, newPassword: password }),
  /** A new secret, not in force until confirmed. `code`: of the one in force, where there is one. */
  z.strictObject({ ask: z.literal('beginSecondFactor'), password, code: code.optional() }),
  z.strictObject({ ask: z.literal('confirmSecondFactor'), code }),
  z.strictObject({ ask: z.literal('removeSecondFactor'), password, code }),
  z.strictObject({ ask: z.literal('mySessions') }),
  z.strictObject({ ask: z.literal('endMySession'), session: sessionId }),
  /** Who looked at what is one's own: one's account; tracks of units for the time one was in them, or of one's squad room. */
  z.strictObject({ ask: z.literal('looks'), limit: z.int().min(1).max(500) }),
  /** Who there is, to choose from. */
  z.strictObject({ ask: z.literal('directory') }),
  /** Own grants, who takes one's place, and whose place one takes. */
  z.strictObject({ ask: z.literal('deputies') }),
  // Others' accounts: `accountAccess`.
  z.strictObject({ ask: z.literal('access'), account }),
  z.strictObject({ ask: z.literal('sessions'), account: account.nullable() }),
  z.strictObject({ ask: z.literal('endSession'), session: sessionId }),
  /** Makes a password that must be changed at the next log-in; shown once. Ends the account's sessions. */
  z.strictObject({ ask: z.literal('givePassword'), account }),
  z.strictObject({ ask: z.literal('resetSecondFactor'), account, reason }),
  /** Whether the account must have one: without it, log-in leads to setting it up. */
  z.strictObject({ ask: z.literal('requireSecondFactor'), account, required: z.boolean() }),
  z.strictObject({ ask: z.literal('unlockAccount'), account }),
  /** Joint operations that a grant may be limited to. */
  z.strictObject({ ask: z.literal('operations') }),
  // Keys: `accessKeys`.
  z.strictObject({ ask: z.literal('keys') }),
  z.strictObject({
    ask: z.literal('makeKey'),
    kind: keyKindSchema,
    name: z.string().trim().min(1).max(60),
    /** Unit of a device; account of a wall; of an integration that sends positions its platform, else null. */
    subject: z.string().max(60).nullable(),
    /** Of an integration; empty for the others. */
    actions: z.array(keyActionSchema).max(20),
    expiresAt: instant.nullable(),
  }),
  /** A new key beside the old one, which goes on for `overlapMs` of hub time. */
  z.strictObject({
    ask: z.literal('rotateKey'),
    key: keyId,
    overlapMs: z
      .int()
      .min(0)
      .max(30 * 86_400_000),
  }),
  z.strictObject({ ask: z.literal('revokeKey'), key: keyId, reason }),
  // The watch: `accessLog`, `retention`.
  z.strictObject({
    ask: z.literal('accessLog'),
    from: instant,
    to: instant,
    user: z.string().max(60).nullable(),
    action: z.string().max(60).nullable(),
    subject: z.string().max(120).nullable(),
    /** Entries before this number only. */
    before: z.int().positive().nullable(),
    limit: z.int().min(1).max(500),
  }),
  /** Counts by user and action in the period. */
  z.strictObject({ ask: z.literal('accessReport'), from: instant, to: instant }),
  z.strictObject({ ask: z.literal('retention') }),
  /** Whether every link of the journal's chain holds: `verifyJournal`. Takes as long as the journal is. */
  z.strictObject({ ask: z.literal('verifyJournal') }),
  /** Devices that units list, and how they are heard: `devices`. */
  z.strictObject({ ask: z.literal('devices') }),
  // `track`.
  z.strictObject({ ask: z.literal('track'), unit: z.string().max(60), from: instant, to: instant, reason }),
  // `savedViews`.
  ...savedViewAsks,
  // `search`, and `readCaller` for callers.
  ...searchAsks,
  // `dutyLog`.
  dutyLogAsk,
  // `importFiles`.
  importPieceAskSchema,
  importLookAskSchema,
  importDropAskSchema,
  // `bringFiles`; reading: `readCaller`.
  filePieceAskSchema,
  fileAttachAskSchema,
  fileReadAskSchema,
  // `videoImport`.
  videoImportAskSchema,
]);
export type OfficeAsk = z.infer<typeof officeAskSchema>;
export type OfficeAskName = OfficeAsk['ask'];
export type OfficeAskOf<N extends OfficeAskName> = Extract<OfficeAsk, { ask: N }>;

export const sessionShownSchema = z.strictObject({
  id: sessionId,
  account: z.string(),
  login: z.string(),
  name: z.string(),
  seat: z.string(),
  /** Network address of the log-in. */
  address: z.string(),
  begunAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  /** The one that asks. */
  own: z.boolean(),
});
export type SessionShown = z.infer<typeof sessionShownSchema>;

export const keyShownSchema = z.strictObject({
  id: keyId,
  kind: keyKindSchema,
  name: z.string(),
  subject: z.string().nullable(),
  actions: z.array(keyActionSchema),
  madeAt: instant,
  madeBy: z.string(),
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  /** Network address of the last use. */
  lastUsedFrom: z.string().nullable(),
  revokedAt: instant.nullable(),
  /** The key that takes its place. */
  replacedBy: z.string().nullable(),
});
export type KeyShown = z.infer<typeof keyShownSchema>;

export const accessEntrySchema = z.strictObject({
  number: z.int().positive(),
  at: instant,
  user: z.string(),
  /** Login of the user where it is an account's. */
  login: z.string().nullable(),
  seat: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
});
export type AccessEntryShown = z.infer<typeof accessEntrySchema>;

/** From inclusive, to exclusive; of those that are over nothing is told. */
export const deputyShownSchema = z.strictObject({
  /** The other person. */
  account: z.string(),
  name: z.string(),
  roles: z.array(roleGrantSchema),
  from: instant,
  to: instant,
  reason: z.string(),
});
export type DeputyShown = z.infer<typeof deputyShownSchema>;

/** A device that a unit lists, as far as it was heard since the hub started. */
export const deviceShownSchema = z.strictObject({
  /** With the way it comes: `jt808:…`. */
  device: z.string(),
  unit: z.string(),
  unitName: z.string(),
  onDuty: z.boolean(),
  /** When something of it last came, and when that was last believed. */
  lastAt: instant.nullable(),
  believedAt: instant.nullable(),
  believed: z.int(),
  /** Whether what it says is where its unit is shown. */
  leads: z.boolean(),
  /** Newest reason first. */
  refused: z.array(z.strictObject({ reason: z.string(), count: z.int(), lastAt: instant })),
  /** Null until enough was heard. */
  clock: z.enum(['right', 'ahead', 'behind', 'dayOff', 'yearOff']).nullable(),
  /** Device time minus hub time, ms. */
  clockOffset: z.int().nullable(),
  /** What it has to call itself to be let in with its code; null where its way has none. */
  identifier: z.string().nullable(),
});
export type DeviceShown = z.infer<typeof deviceShownSchema>;

export const officeRefusalSchema = z.enum([
  'NotAllowed',
  'Unknown',
  'Busy',
  'WrongPassword',
  'WrongCode',
  /** The code is that of another hour: a clock is wrong. */
  'CodeOfAnotherTime',
  'LockedOut',
  'PasswordTooShort',
  'PasswordTooLong',
  'PasswordTooCommon',
  'PasswordIsLogin',
  'PasswordUsedBefore',
  'DemoAccount',
  'NothingBegun',
  'SecondFactorRequired',
  'InvalidMessage',
  'StorageFull',
]);
export type OfficeRefusal = z.infer<typeof officeRefusalSchema>;

/** What each ask is answered with where it is granted. */
export const officeAnswerSchemas = {
  me: z.strictObject({
    secondFactor: z.boolean(),
    secondFactorRequired: z.boolean(),
    recoveryCodesLeft: z.int(),
    passwordChangedAt: instant,
    /** Null where passwords do not grow old. */
    passwordDueAt: instant.nullable(),
  }),
  changePassword: z.strictObject({}),
  /** `uri`: otpauth:// for the QR code; `secret`: the same by hand, base32. */
  beginSecondFactor: z.strictObject({ uri: z.string(), secret: z.string() }),
  /** One-time codes for the day the phone is lost; shown once. */
  confirmSecondFactor: z.strictObject({ recoveryCodes: z.array(z.string()) }),
  removeSecondFactor: z.strictObject({}),
  mySessions: z.strictObject({ sessions: z.array(sessionShownSchema) }),
  endMySession: z.strictObject({}),
  looks: z.strictObject({
    entries: z.array(accessEntrySchema),
    /** Units one is in now that are on duty: since then it is kept where one is. */
    tracked: z.array(z.strictObject({ unit: z.string(), name: z.string(), since: instant })),
  }),
  /** Accounts in use, by name; `roles`: in force, without limits and times. */
  directory: z.strictObject({
    people: z.array(z.strictObject({ id: z.string(), name: z.string(), roles: z.array(roleSchema) })),
  }),
  deputies: z.strictObject({
    grants: z.array(roleGrantSchema),
    /** Who takes one's place. */
    named: z.array(deputyShownSchema),
    /** Whose place one takes. */
    taken: z.array(deputyShownSchema),
  }),
  access: z.strictObject({
    hasPassword: z.boolean(),
    mustChange: z.boolean(),
    secondFactor: z.boolean(),
    secondFactorRequired: z.boolean(),
    lockedUntil: instant.nullable(),
    lastLoginAt: instant.nullable(),
  }),
  sessions: z.strictObject({ sessions: z.array(sessionShownSchema) }),
  endSession: z.strictObject({}),
  givePassword: z.strictObject({ password: z.string() }),
  resetSecondFactor: z.strictObject({}),
  requireSecondFactor: z.strictObject({}),
  unlockAccount: z.strictObject({}),
  /** Planned or running. */
  operations: z.strictObject({
    operations: z.array(z.strictObject({ id: z.string(), name: z.string(), stage: z.enum(['planned', 'running']) })),
  }),
  keys: z.strictObject({ keys: z.array(keyShownSchema) }),
  /** `key`: shown once. */
  makeKey: z.strictObject({ id: keyId, key: z.string() }),
  rotateKey: z.strictObject({ id: keyId, key: z.string() }),
  revokeKey: z.strictObject({}),
  accessLog: z.strictObject({ entries: z.array(accessEntrySchema), more: z.boolean() }),
  accessReport: z.strictObject({
    rows: z.array(
      z.strictObject({
        user: z.string(),
        login: z.string().nullable(),
        action: z.string(),
        count: z.int(),
        lastAt: instant,
      }),
    ),
  }),
  retention: z.strictObject({
    /** Days; null: kept for ever. */
    policy: z.strictObject({ vaultDays: z.int().nullable(), trackDays: z.int(), accessLogDays: z.int() }),
    runs: z.array(
      z.strictObject({
        at: instant,
        what: z.enum(['vault', 'tracks', 'accessLog', 'sessions']),
        removed: z.int(),
        before: instant,
      }),
    ),
  }),
  verifyJournal: z.discriminatedUnion('ok', [
    /** `hash`: of the last event, to be compared with one kept elsewhere. */
    z.strictObject({ ok: z.literal(true), events: z.int(), hash: z.string() }),
    /** `seq`: of the first event that does not hold; `reason`: a code. */
    z.strictObject({ ok: z.literal(false), seq: z.int(), reason: z.string() }),
  ]),
  /** Those with a wrong clock or refusals first, then by unit. */
  devices: z.strictObject({ devices: z.array(deviceShownSchema) }),
  videoImport: videoImportAnswerSchema,
  ...savedViewAnswerSchemas,
  ...importAnswerSchemas,
  ...searchAnswerSchemas,
  dutyLog: dutyLogAnswerSchema,
  ...fileAnswerSchemas,
  track: z.strictObject({
    fixes: z.array(
      z.strictObject({
        at: instant,
        lon: z.number(),
        lat: z.number(),
        speed: z.number().nullable(),
        accuracy: z.number().nullable(),
      }),
    ),
    complete: z.boolean(),
  }),
} as const satisfies Record<OfficeAskName, z.ZodType>;
export type OfficeGranted<N extends OfficeAskName> = z.infer<(typeof officeAnswerSchemas)[N]>;

export const officeAnswerSchema = z.discriminatedUnion('status', [
  /** `body`: as `officeAnswerSchemas` says for the ask. */
  z.strictObject({ status: z.literal('granted'), body: z.json() }),
  z.strictObject({
    status: z.literal('refused'),
    code: officeRefusalSchema,
    /** Field of the ask that is wrong, where one is. */
    field: z.string().nullable(),
    /** Minutes by which a clock seems wrong (`CodeOfAnotherTime`), or to wait (`LockedOut`). */
    minutes: z.int().nullable(),
  }),
]);
export type OfficeAnswer = z.infer<typeof officeAnswerSchema>;
