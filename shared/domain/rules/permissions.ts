/**
 * Who may do what, and how far: the one table that the hub enforces, the screens mirror and `npm run permissions`
 * prints. A row is an action; what is not in it is forbidden.
 *
 * Reach: `scope`: within what the role's grant is limited to, as `labels.ts` says of documents; `own`: only what is
 * the person's own, as the action says: the own account; for a device its unit; for a squad room the units of the
 * squad; for an officer a unit for the time they are, or were, in its crew. `any`: no document is concerned, or all are.
 */
import type { GrantLimit, Role, RoleGrant } from '../account/events.ts';
import { grantLimits } from '../account/events.ts';

/** Who acts through the hub's other doors, and the hub itself. No account has these. */
export const doorRoles = ['integration', 'device', 'system'] as const;
export type DoorRole = (typeof doorRoles)[number];
export type ActingRole = Role | DoorRole;

export type Reach = 'scope' | 'own' | 'any';

export type Allowed = { readonly [role in ActingRole]?: Reach };

const reaching =
  (reach: Reach) =>
  (...roles: readonly ActingRole[]): Allowed =>
    Object.fromEntries(roles.map((role) => [role, reach]));
const scope = reaching('scope');
const own = reaching('own');
const any = reaching('any');

/** Those who take in, dispatch and close. */
const desk = ['nightDesk', 'dispatcher', 'shiftLead', 'dutyLeader'] as const;
/** The desk, and those who say for their own people what was found and done. */
const facts = [...desk, 'squadRoom', 'squadClerk', 'zoneLead'] as const;
const leads = ['shiftLead', 'dutyLeader'] as const;
/** Callers stay secret from everybody who does not need them to do this night's work. */
const callers = ['commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk'] as const;

/** Everybody who has an account. */
const people = [
  ...['commander', 'dutyLeader', 'shiftLead', 'zoneLead', 'dispatcher', 'nightDesk', 'squadRoom', 'squadClerk'],
  ...['squadLegal', 'legalSection', 'leader', 'groupDeputy', 'street', 'reporting', 'inspection', 'socialInspector'],
  ...['memberUnit', 'wall', 'officer', 'administrator', 'auditor'],
] as readonly Role[];
/** A wall has nobody in front of it. */
const persons = people.filter((role) => role !== 'wall');
/** Whose place may be taken: nobody's who keeps the accounts; and who watches changes nothing, not even that. */
const replaceable = persons.filter((role) => role !== 'administrator' && role !== 'auditor');

const deskCommand = scope(...desk);
const factCommand = scope(...facts);
const stepCommand = { ...scope(...facts), ...own('device') };
const registerCommand = any(...desk, 'system');
/** Squads and zones are the whole bureau's, a unit is its squad's: moving one moves whose work is whose. */
const masterCommand = { ...scope(...leads), ...any('system') };
/** Posts and fences are for somebody's people: those who lead them, by night the lead of the zone. */
const dutyPlanCommand = { ...scope(...leads, 'zoneLead'), ...any('system') };
/** Alarms are for whoever works the night, for the lead of a zone in theirs, and for the brigade, which is told when nobody answers. */
const alarmCommand = scope(...desk, 'zoneLead', 'commander');
/** Who works when, and with what: each squad for itself, and those who lead them. */
const rosterCommand = scope(...leads, 'zoneLead', 'squadRoom', 'squadClerk');
const accountCommand = any('administrator', 'system');
const hubOnly = any('system');

/** By type of command; every command has a row. */
export const commandRights = {
  SwitchDutyMode: { ...scope(...leads, 'commander'), ...any('system') },

  CreateAccount: accountCommand,
  ChangeAccountRoles: accountCommand,
  RenameAccount: accountCommand,
  DisableAccount: accountCommand,
  EnableAccount: accountCommand,
  /** A person names a deputy for themself, an administrator for anybody. */
  NameDeputy: { ...own(...replaceable), ...accountCommand },
  EndDeputy: { ...own(...replaceable), ...accountCommand },
  TurnAccountRoles: hubOnly,

  AskApproval: any(...desk, 'commander'),
  GiveApproval: any(...leads, 'commander', ...desk),
  RefuseApproval: any(...leads, 'commander', ...desk),

  /** Within scope are all squads that are put together. */
  PlanOperation: scope(...leads, 'commander', 'dispatcher'),
  StartOperation: scope(...leads, 'commander', 'dispatcher'),
  ChangeOperationMembers: scope(...leads, 'commander', 'dispatcher'),
  EndOperation: scope(...leads, 'commander', 'dispatcher'),

  RecordSquad: masterCommand,
  RecordZone: masterCommand,
  RecordUnit: masterCommand,
  /** Which unit is kept back, or stands in for another zone, is for those who send. */
  SetReserve: deskCommand,
  StandIn: deskCommand,
  SetUnitStatus: {
    ...any('dispatcher', 'nightDesk', 'shiftLead', 'dutyLeader', 'system'),
    ...own('squadRoom', 'device'),
  },
  RecordSite: registerCommand,
  WithdrawSite: registerCommand,
  RecordNightPermit: registerCommand,
  WithdrawNightPermit: registerCommand,
  RecordRepairNotice: registerCommand,
  WithdrawRepairNotice: registerCommand,
  RecordQuietPeriod: registerCommand,
  WithdrawQuietPeriod: registerCommand,
  RecordStallPlace: registerCommand,
  WithdrawStallPlace: registerCommand,
  RecordContact: registerCommand,
  WithdrawContact: registerCommand,
  RecordVideoPoint: registerCommand,
  WithdrawVideoPoint: registerCommand,
  /** The office gives it, for who may do `videoImport`. */
  ImportVideoPoints: any('administrator', ...leads),
  RecordPost: dutyPlanCommand,
  WithdrawPost: dutyPlanCommand,
  RecordFence: dutyPlanCommand,
  WithdrawFence: dutyPlanCommand,
  ActivatePack: accountCommand,
  ImportPack: hubOnly,
  /** Rows of a register by who may enter them by hand, parts of the plates by who may switch them: `mayImport`. */
  ImportRows: any('administrator', ...desk, 'zoneLead', 'squadRoom', 'squadClerk'),

  /** What a unit finds on patrol is its own to report. */
  ReceiveIncident: { ...deskCommand, ...any('integration', 'system'), ...own('device') },
  /** An order on file came again with other content. */
  CorrectIncident: { ...deskCommand, ...any('integration') },
  TakeCorrection: deskCommand,
  AcknowledgeIncident: deskCommand,
  PlaceIncident: deskCommand,
  ChooseSource: deskCommand,
  AssessAgain: { ...deskCommand, ...hubOnly },
  NoteFinding: factCommand,
  PhoneSite: deskCommand,
  RecordFirstContact: factCommand,
  RecordCheck: factCommand,
  RecordReply: factCommand,
  QueueReplyPost: hubOnly,
  NoteReplyPosted: hubOnly,
  NoteReplyPostFailed: hubOnly,
  SendReplyAgain: deskCommand,
  /** Typed into the other side's page by whoever may answer. */
  MarkReplyPosted: factCommand,
  TellLocalSquad: deskCommand,
  HandToLocalSquad: deskCommand,
  EscalateOutcome: deskCommand,
  JoinIncident: deskCommand,
  SeparateIncident: deskCommand,
  ReturnIncident: deskCommand,
  RecordReturnAnswer: deskCommand,
  NoteReturnSilence: hubOnly,
  ReferIncident: deskCommand,
  RecordVerification: factCommand,
  /** Whether it is done is looked at by those who did not do it, too. */
  RecordInspection: scope(...facts, 'inspection'),
  AskExtension: factCommand,
  /** A yes of ours is a lead's: `extensionApprovers`; what the source said anybody at the desk notes. */
  AnswerExtension: deskCommand,
  SuspendIncident: deskCommand,
  ResumeIncident: deskCommand,
  SuperviseIncident: { ...scope(...leads, 'commander', 'inspection'), ...hubOnly },
  ReportSupervision: factCommand,
  RecordSurvey: { ...deskCommand, ...hubOnly },
  NoteLateEntry: deskCommand,
  RecordContactMiss: { ...deskCommand, ...hubOnly },
  /** Talking to a source and telling an authority about it: also for the squad that has it to do next day. */
  RecordSourceTalk: factCommand,
  RecordSourceNotice: factCommand,
  CorrectSourceStep: factCommand,
  FileAppeal: factCommand,
  DecideAppeal: scope(...leads, 'commander', 'inspection'),
  AskForcedClose: deskCommand,
  /** Whose yes counts the pack says, among these. */
  AnswerForcedClose: scope(...leads, 'commander'),
  CloseSimply: factCommand,
  ReportSimple: factCommand,
  CloseIncident: deskCommand,
  ReopenIncident: deskCommand,
  /** The office and the doors of the hub give it, with the content they took. */
  AttachFile: { ...factCommand, ...own('device'), ...any('integration') },
  RecordMeasurement: factCommand,
  /** A caller who asks to be kept secret is, whoever they told; that they need not be any more, a lead answers for. */
  KeepCallerSecret: { ...factCommand, ...any('integration') },
  LiftCallerSecrecy: scope(...leads),
  EraseCaller: { ...scope(...leads), ...hubOnly },
  NoteOverdue: hubOnly,
  UndoStep: factCommand,
  /** Whose it is: for all who act upon it, within what they may hold. */
  ClaimIncident: factCommand,
  TakeOverClaim: factCommand,
  ReleaseClaim: factCommand,
  DropClaim: hubOnly,

  AskHelp: deskCommand,
  /** A squad room for its own squad. */
  AnswerHelp: scope(...desk, 'squadRoom', 'squadClerk'),
  AssignUnit: deskCommand,
  OrderJobs: deskCommand,
  WithdrawAssignment: deskCommand,
  AcceptAssignment: stepCommand,
  SetOut: stepCommand,
  Arrive: { ...stepCommand, ...hubOnly },
  NoteEvidence: stepCommand,
  ReportOutcome: stepCommand,
  ConfirmSafety: stepCommand,
  HandBack: stepCommand,
  EraseEvidence: { ...scope(...leads), ...hubOnly },
  NoteAssignmentOverdue: hubOnly,
  SettleTurns: hubOnly,

  /** To whom their work reaches; to all, for who works for the whole bureau; a unit to the hall. */
  SendMessage: { ...scope(...facts, 'commander'), ...own('device') },
  /** Whoever receives it, for themself; a device for its unit. */
  NoteMessage: { ...scope(...facts, 'commander'), ...own('device') },
  PassOnMessage: factCommand,
  NoteMessageUnread: hubOnly,
  EraseMessage: { ...scope(...leads), ...hubOnly },

  RaiseAlarm: { ...alarmCommand, ...hubOnly },
  TakeAlarm: alarmCommand,
  SendSupport: alarmCommand,
  AnswerSupport: { ...alarmCommand, ...scope('squadRoom'), ...own('device') },
  EscalateAlarm: hubOnly,
  HandOverAlarm: alarmCommand,
  ShelveAlarm: alarmCommand,
  UnshelveAlarm: { ...alarmCommand, ...hubOnly },
  ClearAlarm: { ...alarmCommand, ...hubOnly },

  NoteAttendance: hubOnly,
  /** Who leads them says why somebody was away. */
  CorrectAttendance: scope(...leads, 'zoneLead'),

  /** Into the duty log, by who keeps it. */
  NoteRemark: any(...desk),
  CorrectRemark: any(...desk),

  /** 紧急信息: what goes upwards, by who keeps the book. */
  BeginUrgentReport: any(...desk),
  SendUrgentReport: any(...desk),
  DropUrgentReport: any(...desk),
  NoteUrgentOverdue: hubOnly,

  RecordRoster: { ...rosterCommand, ...any('system') },
  WithdrawRoster: { ...rosterCommand, ...any('system') },
  RecordLeave: rosterCommand,
  LendGroup: rosterCommand,
  ProposeSwap: rosterCommand,
  AnswerSwap: rosterCommand,
  IssueEquipment: rosterCommand,
  ReturnEquipment: rosterCommand,
} as const satisfies { readonly [command: string]: Allowed };

export type CommandType = keyof typeof commandRights;

/** Documents a seat is sent and kept up to date with, by kind. How labels carry it out: `labels.ts`. */
const frameHolders = any(...people);
const hallHolders = any(
  ...([
    'commander',
    'dutyLeader',
    'shiftLead',
    'zoneLead',
    'dispatcher',
    'nightDesk',
    'squadRoom',
    'squadClerk',
  ] as const),
  ...(['squadLegal', 'legalSection', 'leader', 'groupDeputy', 'reporting', 'inspection', 'wall'] as const),
);
const workHolders = {
  ...scope('commander', 'dutyLeader', 'shiftLead', 'zoneLead', 'dispatcher', 'nightDesk', 'squadRoom', 'squadClerk'),
  ...scope('squadLegal', 'legalSection', 'leader', 'groupDeputy', 'street', 'reporting', 'inspection', 'wall'),
  ...scope('socialInspector', 'memberUnit', 'auditor'),
};
/** Names, leave and certificates: for those who plan with them and lead them. */
const rosterHolders = scope(
  ...(['commander', 'dutyLeader', 'shiftLead', 'zoneLead', 'dispatcher', 'nightDesk'] as const),
  ...(['squadRoom', 'squadClerk', 'inspection', 'auditor'] as const),
);
/** Messages, alarms and attendance are for squads and zones: a street or a single operation is told otherwise. */
const messageHolders = Object.fromEntries(
  Object.entries(workHolders).filter(([role]) => !['street', 'socialInspector', 'memberUnit'].includes(role)),
) as Allowed;
/** The duty log is the hall's own book: for who works there, leads, and checks. */
const logReaders = [...desk, 'commander', 'zoneLead', 'leader', 'legalSection', 'inspection', 'auditor'] as const;
const accountHolders = any('administrator', 'auditor');

/** By kind of document; every kind has a row. */
export const documentRights = {
  dutyMode: frameHolders,
  pack: frameHolders,
  squad: frameHolders,
  zone: frameHolders,
  site: hallHolders,
  nightPermit: hallHolders,
  repairNotice: hallHolders,
  quietPeriod: hallHolders,
  unit: hallHolders,
  videoPoint: hallHolders,
  post: hallHolders,
  fence: hallHolders,
  stallPlace: hallHolders,
  contact: hallHolders,
  incident: workHolders,
  assignment: workHolders,
  jointOperation: workHolders,
  /** That there is one, to whom, and who has read it; the words are under `readMessage`. */
  message: messageHolders,
  alarm: messageHolders,
  /** By unit, as units are seen by all of the hall: not by person. */
  attendance: messageHolders,
  /** What people wrote into the duty log. */
  remark: any(...logReaders),
  /** What was reported upwards under limits. */
  urgentReport: any(...logReaders),
  /** By person, with leave: for those who plan and lead, and for nobody's wall. */
  roster: rosterHolders,
  approval: scope('commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk', 'administrator', 'auditor'),
  account: accountHolders,
  /** What was brought in from files, when and by whom. */
  import: any(...desk, 'commander', 'zoneLead', 'administrator', 'auditor'),
} as const satisfies { readonly [kind: string]: Allowed };
export type DocumentKind = keyof typeof documentRights;

const timelineReaders = Object.fromEntries(
  Object.entries(workHolders).filter(([role]) => !['wall', 'street', 'socialInspector', 'memberUnit'].includes(role)),
) as Allowed;

/** Those who see the queue. */
const queueReaders = [
  ...facts,
  ...(['commander', 'squadLegal', 'legalSection', 'leader', 'groupDeputy', 'inspection', 'reporting'] as const),
] as const;

const pastReaders = scope(
  ...facts,
  ...(['commander', 'legalSection', 'leader', 'groupDeputy', 'reporting', 'inspection', 'auditor'] as const),
);

/** What is asked of the hub, subscribed to beside documents, looked up in the vault, fetched or reported. */
export const otherRights = {
  /** Events of one document, by whom. */
  history: { ...timelineReaders, ...any('administrator') },
  /** Where units are, live; only of units on duty. */
  positions: hallHolders,
  /** Who is at which seat with what open, and saying so. */
  presence: hallHolders,
  /** Whether the ways in are alive, and since when one is silent. */
  intakes: hallHolders,
  plates: frameHolders,
  digest: any(...people),
  /**
   * Where a unit was: for a reason, and never unseen. Officers ask for the times at which they were in its crew, and see
   * who looked at these.
   */
  track: { ...any('commander', ...leads, 'inspection'), ...own('squadRoom', 'officer') },

  /** The words of messages. */
  readMessage: scope(...facts, 'commander'),

  /** Streets as they are now, and so whoever walks there: for those who work the night, command it or check it. */
  watchVideo: any(
    ...desk,
    ...(['commander', 'zoneLead', 'squadRoom', 'squadClerk', 'leader', 'groupDeputy', 'inspection', 'wall'] as const),
  ),
  /** One camera has one view for all who look at it: the hall moves it. */
  moveCamera: any(...desk, 'commander', 'zoneLead'),
  /** Video points of the platform or a file into the register. */
  videoImport: any('administrator', ...leads),
  /** Files looked into for an import, with the page for it; which things, says `mayImport`. */
  importFiles: any('administrator', ...desk, 'zoneLead', 'squadRoom', 'squadClerk'),
  /**
   * The hall as it was: documents of the past, as far as the person may hold them today. Where units were is told with
   * them under `track`, for a reason.
   */
  replay: pastReaders,

  /** Finding among the documents one may hold; what came before at a site or a place. */
  search: any(...persons),

  /** Who called, and in which words; and what else the same caller reported. */
  readCaller: scope(...callers),
  /** Of a caller who is kept secret, what others see masked: for those who ring them back, and for each look a reason. */
  readSecretCaller: scope('nightDesk', ...leads),
  /** Notes that units made on scene. */
  readEvidence: scope(...callers, 'zoneLead', 'squadRoom', 'squadClerk', 'squadLegal', 'legalSection'),

  /** Filters of the queue that a person keeps under names, for themself: told, kept, changed. */
  savedViews: own(...queueReaders),

  /** Files on their way to an incident; which one, says `AttachFile`. Their content is read like words of callers. */
  bringFiles: scope(...facts),

  /** Log-ins, second factor, password of one's own; who looked at what is one's own. */
  ownAccount: own(...persons),
  wallAccount: own('wall'),
  /** Log-ins, first passwords and second factors of others. */
  accountAccess: any('administrator'),
  accessKeys: any('administrator'),
  /** Devices of units: when heard, how their clocks stand, what was refused; and what they have to call themselves. */
  devices: any('administrator'),
  accessLog: any('auditor'),
  verifyJournal: any('auditor', 'integration'),
  retention: any('administrator', 'auditor'),

  consolePage: scope(...queueReaders),
  /** Duty mode and what it was approved by. */
  dutyPage: scope(...desk, 'commander'),
  /** Who stood where they should; what is in reach of the labels of `attendance` and `post`. */
  attendancePage: scope(...desk, 'commander', 'zoneLead', 'squadRoom', 'squadClerk', 'inspection'),
  /** What happened in a night, line by line: its page, and asking the hub for the lines. */
  dutyLog: scope(...logReaders),
  /** The page of what goes upwards under limits (紧急信息). */
  urgentPage: any(...logReaders),
  /** Who works when: entered by those of `RecordRoster`, read by those who lead. */
  rosterPage: scope(...desk, 'commander', 'zoneLead', 'squadRoom', 'squadClerk', 'inspection'),
  /** The page of video points; which streams one may watch is said above. */
  videoPage: any(...desk, 'commander', 'zoneLead', 'squadRoom', 'squadClerk', 'leader', 'groupDeputy', 'inspection'),
  /** Registers by hand: those who keep them, and who plans posts and fences. */
  registersPage: any(...desk, 'zoneLead'),
  /** How far replies have come on their way back, and the helper for typing them in by hand. */
  answersPage: scope(...facts),
  /** Sources that keep coming back, with what was done about them; of what one may hold. */
  repeatsPage: scope(...facts, 'commander', 'legalSection', 'inspection'),
  wallPage: scope(...desk, 'commander', 'leader', 'groupDeputy', 'wall'),
  shiftReport: scope(...desk, 'commander', 'leader', 'reporting', 'inspection', 'legalSection'),
  /** The page of the hall as it was, and the look back of the console. */
  replayPage: pastReaders,

  'POST /api/v1/incidents': any('integration'),
  'GET /api/v1/incidents': any('integration'),
  'GET /api/v1/units': any('integration'),
  'GET /api/v1/journal': any('integration'),
  'GET /metrics': any('integration'),
  'POST /api/v1/pack': any('integration'),
  'POST /api/v1/units/key': any('integration'),
  /** Positions of a platform's vehicles; each key speaks for one platform. */
  'POST /api/v1/positions': any('integration'),
  /** Tracks of the past, from a file. */
  'POST /api/v1/tracks': any('integration'),
  /** Passing officers' phones on: each still comes with the key of its unit. */
  fieldRelay: any('integration'),
} as const satisfies { readonly [action: string]: Allowed };
export type OtherAction = keyof typeof otherRights;

/**
 * Rows that say which pages the screens offer, and nothing else: the hub is not asked for a page. What a page shows is
 * held to the rows above.
 */
export const pageActions: readonly OtherAction[] = [
  ...([
    'consolePage',
    'wallPage',
    'dutyPage',
    'rosterPage',
    'attendancePage',
    'urgentPage',
    'videoPage',
    'registersPage',
    'answersPage',
    'repeatsPage',
    'shiftReport',
    'replayPage',
  ] as const),
];

/** Whose yes counts as the approval of a second person, by what is approved. */
export const approvers: { readonly emergencyMode: readonly Role[] } = {
  emergencyMode: ['dutyLeader', 'commander'],
};

/** Whose yes makes a limit longer, where it is ours to say. */
export const extensionApprovers: readonly Role[] = ['shiftLead', 'dutyLeader'];

/** What a grant of each role may be limited to; `bureau`: it may also be for the whole bureau. */
export const roleLimits: { readonly [role in Role]: readonly (GrantLimit | 'bureau')[] } = {
  commander: ['bureau', 'brigade'],
  dutyLeader: ['bureau', 'brigade'],
  shiftLead: ['bureau', 'brigade'],
  zoneLead: ['zone'],
  dispatcher: ['bureau', 'brigade', 'zone'],
  nightDesk: ['bureau', 'brigade'],
  squadRoom: ['squad'],
  squadClerk: ['squad'],
  squadLegal: ['squad'],
  legalSection: ['bureau', 'brigade'],
  leader: ['bureau', 'brigade', 'squad'],
  groupDeputy: ['squad', 'operation'],
  street: ['street'],
  reporting: ['bureau', 'brigade', 'squad'],
  inspection: ['bureau', 'brigade'],
  socialInspector: ['street'],
  memberUnit: ['operation'],
  wall: ['bureau', 'brigade', 'zone', 'squad'],
  officer: ['squad'],
  administrator: ['bureau'],
  auditor: ['bureau'],
};

/** Roles of which an account must not have one from each side: who keeps the accounts or the watch does no work. */
export const apart: readonly { readonly one: readonly Role[]; readonly other: readonly Role[] }[] = [
  { one: ['administrator'], other: people.filter((role) => role !== 'administrator') },
  { one: ['auditor'], other: people.filter((role) => role !== 'auditor') },
  { one: ['wall'], other: persons },
];

/** A grant with a limit that its role does not take, or none where it needs one, opens nothing. */
export function isWellFormed(grant: RoleGrant): boolean {
  const [limit = 'bureau', further] = grantLimits.filter((one) => grant[one] !== undefined);
  return further === undefined && roleLimits[grant.role].includes(limit);
}

/**
 * Of grants that hold at one time, those that open something. None such are given any more; in journals from before the
 * roles were apart there may be some, and then `one` side stays.
 */
export function inEffect(grants: readonly RoleGrant[]): readonly RoleGrant[] {
  const has = (held: readonly RoleGrant[], roles: readonly Role[]): boolean =>
    held.some(({ role }) => roles.includes(role));
  return apart.reduce<readonly RoleGrant[]>(
    (held, { one, other }) => (has(held, one) ? held.filter(({ role }) => !other.includes(role)) : held),
    grants.filter(isWellFormed),
  );
}

/** Roles that may give a command, the hub's doors included; none for a command without a row. */
export function rolesFor(command: string): readonly ActingRole[] {
  const row: Allowed | undefined = (commandRights as { readonly [type: string]: Allowed })[command];
  return row === undefined ? [] : (Object.keys(row) as ActingRole[]);
}

/** By which command a thing that files bring is entered by hand. */
const importedBy = {
  ...{ sites: 'RecordSite', nightPermits: 'RecordNightPermit', repairNotices: 'RecordRepairNotice' },
  ...{ quietPeriods: 'RecordQuietPeriod', squads: 'RecordSquad', zones: 'RecordZone', units: 'RecordUnit' },
  ...{
    posts: 'RecordPost',
    fences: 'RecordFence',
    stallPlaces: 'RecordStallPlace',
    videoPoints: 'ImportVideoPoints',
    rosters: 'RecordRoster',
    orders: 'ReceiveIncident',
  },
  ...{ dissatisfied: 'RecordSurvey', unsolved: 'RecordSurvey', uncontacted: 'RecordContactMiss' },
} as const satisfies { readonly [thing: string]: CommandType };

/** Whether a role may import this: parts of the plates are the administrator's. */
export function mayImport(thing: string, role: string): boolean {
  const by: CommandType = (importedBy as { readonly [thing: string]: CommandType })[thing] ?? 'ActivatePack';
  return (
    role !== 'system' && role !== 'integration' && (commandRights[by] as Allowed)[role as ActingRole] !== undefined
  );
}

/** How far a role reaches in an action of `otherRights`; undefined where it may not. */
export function reachOf(action: OtherAction, role: string): Reach | undefined {
  const row: Allowed = otherRights[action];
  return row[role as ActingRole];
}

/** The first of the roles that may do this; undefined where none may. */
export function roleThatMay(action: OtherAction, roles: readonly { readonly role: Role }[]): Role | undefined {
  return roles.find(({ role }) => reachOf(action, role) !== undefined)?.role;
}
