import { enAccess } from './en-access.ts';
import { enAnswer } from './en-answer.ts';
import { enCaller } from './en-caller.ts';
import { enConsole } from './en-console.ts';
import { enDetail } from './en-detail.ts';
import { enDomain } from './en-domain.ts';
import { enDuty } from './en-duty.ts';
import { enEvents } from './en-events.ts';
import { enFiles } from './en-files.ts';
import { enFind } from './en-find.ts';
import { enDevices, enIntakes } from './en-intakes.ts';
import { enLate } from './en-late.ts';
import { enLife } from './en-life.ts';
import { enTogether } from './en-together.ts';
import { enMap } from './en-map.ts';
import { enPapers } from './en-papers.ts';
import { enPages } from './en-pages.ts';
import { enImports } from './en-imports.ts';
import { enLog } from './en-log.ts';
import { enUrgent } from './en-urgent.ts';
import { enAttendancePage } from './en-attendance.ts';
import { enRosterPage } from './en-roster-page.ts';
import { enRegisters } from './en-registers.ts';
import { enRepeats } from './en-repeats.ts';
import { enReplay } from './en-replay.ts';
import { enRoles, enSystem } from './en-system.ts';
import { enVideo } from './en-video.ts';
import type { English } from './english.ts';
import type { zhCN } from './zh-cn.ts';

/** Every text of the screens in English, part by part as `zh-cn.ts` has them. */
export const en: English<typeof zhCN> = {
  intakes: enIntakes,
  imports: enImports,
  late: enLate,
  devices: enDevices,
  registers: enRegisters,
  roster: enRosterPage,
  attendance: enAttendancePage,
  log: enLog,
  urgent: enUrgent,
  app: {
    name: 'Lianqin',
    line: 'Night command for urban management',
    themeDark: 'Dark',
    themeLight: 'Light',
    demoClock: 'Demo clock',
    language: 'Language',
    otherLanguage: '中文',
  },
  punctuation: {
    list: ', ',
    clause: ', ',
    semicolon: '; ',
    said: '{{name}}: {{said}}',
    bracket: '{{name}} ({{note}})',
  },
  signIn: {
    title: 'Sign in',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    loginMissing: 'Enter your login',
    passwordMissing: 'Enter your password',
    refused: {
      WrongLogin: 'Wrong login or password.',
      LockedOut: 'Too many wrong tries: the account is locked out for now.',
      LockedOutUntil: 'Too many wrong tries: the account is locked out until {{time}}.',
      Disabled: 'The account is disabled. Ask the administrator.',
      NoRoles: 'The account has no role in force. Ask the administrator.',
      HubUnreachable: 'The hub cannot be reached. Check the network and try again.',
      DemoAccountsOnly: 'Demo accounts cannot sign in at this hub.',
      InvalidMessage: 'The login or the password is not in a valid form.',
      Busy: 'The hub is busy; try again later.',
      Lost: 'The seat program is not answering. Try again.',
      SecondFactorNeeded: 'The password is right. Now enter the code of your authenticator.',
      WrongCode: 'Wrong or used code; wait for the next one.',
      CodeOfAnotherTime: 'The code does not fit the time; check the clocks of the phone and the hub.',
      PasswordMustChange: 'The password is right, but has to be changed before you sign in.',
      PasswordTooShort: 'The new password is too short.',
      PasswordTooLong: 'The new password is too long.',
      PasswordTooCommon: 'The new password is too common or too uniform, easy to guess.',
      PasswordIsLogin: 'The new password must not be the login.',
      PasswordUsedBefore: 'The new password was used lately; choose another.',
      WrongToken: "The wall's key is wrong, expired or revoked. Ask the administrator.",
    },
    code: 'Code',
    codeHint: '6 digits of the authenticator on your phone; without the phone, a recovery code',
    codeMissing: 'Enter the 6 digits or a recovery code',
    clock: {
      phone: {
        ahead: 'The code does not fit the time: the phone seems {{minutes}} min fast. Set its clock.',
        behind: 'The code does not fit the time: the phone seems {{minutes}} min slow. Set its clock.',
      },
      hub: {
        ahead: 'The code does not fit the time: the hub seems {{minutes}} min slow. Tell the administrator.',
        behind: 'The code does not fit the time: the hub seems {{minutes}} min fast. Tell the administrator.',
      },
      unknown: {
        ahead: 'The phone is {{minutes}} min ahead of the hub; find out which one is wrong.',
        behind: 'The phone is {{minutes}} min behind the hub; find out which one is wrong.',
      },
    },
  },
  shell: {
    connecting: 'Connecting to the seat program…',
    down: 'The seat program is not answering; connecting again…',
    wrongSecret: "This page's pass no longer works.",
    wrongSecretAdvice: 'The seat program has restarted: open the page again from its window or its new address.',
  },
  broken: {
    title: 'This part of the screen failed and cannot be shown',
    advice:
      'Data and entries are safe at the seat. Show it again; if that fails, open the page anew and tell the administrator.',
    again: 'Show again',
    error: 'Reason: {{error}}',
    failed: 'One step was not done: {{error}}',
  },
  link: {
    label: 'Link',
    signedOut: 'signed out',
    connecting: 'connecting',
    catchingUp: 'catching up',
    live: 'live',
    offline: 'cut',
    refused: 'refused',
    shellDown: 'seat away',
    offlineHint: 'You can go on reading and entering; entries go out when the link is back.',
    shellDownHint: 'The seat program does not answer; nothing can be entered for now.',
    refusedHint: 'Reason: {{reason}}',
    needsFactor: 'second factor to be set up',
    reason: {
      ProtocolTooOld: 'the seat program is too old; update this machine',
      ProtocolTooNew: 'the hub is too old; update the hub',
      NotAllowed: 'the hub does not accept this log-in',
      NoRoles: 'no role in force',
      SecondFactorMissing: 'the second factor has to be set up first',
      SeatTaken: 'a seat of the same name is in use',
      InvalidMessage: 'seat and hub do not understand each other; check the versions',
      StorageFull: 'the disk is full',
      Stopping: 'the hub is stopping',
      Busy: 'the hub is busy',
      HubMisspoke: "the hub's answer makes no sense; check the versions",
      CacheFailed: 'the cache of this machine failed',
      FeedBroken: 'what came in has gaps; receiving it again',
    },
  },
  age: {
    label: 'Data age',
    none: 'no data yet',
    now: '{{seconds}}s ago',
    minutes: '{{minutes}}m {{seconds}}s ago',
    hours: '{{hours}}h {{minutes}}m ago',
    days: '{{days}}d {{hours}}h ago',
    asOf: 'as of {{time}}',
  },
  status: {
    title: 'Seat',
    user: 'User',
    roles: 'Roles',
    seat: 'Seat',
    clock: 'Hub time',
    clockOff: "this machine's clock is {{seconds}} s off",
    seq: 'received up to no. {{seq}}',
    hub: 'Hub {{address}}',
    spareHub: 'Hub {{address}} (spare)',
    outbox: 'To send and refused',
    pending: 'To send',
    asking: 'To confirm',
    refused: 'Refused',
    allSent: 'All entries delivered',
    dutyMode: 'Duty mode',
    dutyModeSince: 'since {{time}}',
    dutyModeNone: 'not set yet, or not shown to this role',
    dutyModeWaiting: 'waiting for the hub',
    signOut: 'Sign out',
  },
  map: {
    name: 'Map of the district',
    keys: 'Arrow keys pan, plus and minus zoom, Home shows the whole district',
    pickHint: 'Click the map to pick a point',
    schematic: 'Schematic',
    schematicHint: 'Schematic: roads and borders are drawn simplified, not fit for measuring',
    basemapFetching: 'Loading basemap {{percent}}%',
    basemapFailed: 'Basemap cannot be read: {{why}}',
    basemapBroken: 'Basemap can be read only in part: {{why}}',
    basemapRetry: 'Retry',
    basemapFault: {
      unreachable: 'no connection',
      missing: 'there is no such file',
      refused: 'refused',
      noRanges: 'it cannot be read in ranges',
      notArchive: 'the file is damaged, or no basemap',
      unknownTiles: 'tiles of an unknown format',
      tile: 'a tile is damaged',
    },
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'All',
    wholeHint: 'Show the whole district',
    legend: 'Legend',
    scaleMetres: '{{n}} m',
    scaleKilometres: '{{n}} km',
    ageSeconds: '{{n}} s',
    ageMinutes: '{{n}} min',
    ageHours: '{{n}} h',
    neverHeard: 'no position',
    notCertified: 'not certified',
    late: 'late',
    lateUnit: 'Assignment or arrival late',
    lateDesk: 'Late otherwise (e.g. acknowledge)',
    areaOnly: 'Only the area known',
    roughPlace: 'rough place',
    legendZones: 'Defence zones',
    legendUnits: 'Units',
    legendStatus: 'Status',
    legendFix: 'Age of position',
    legendIncidents: 'Incidents',
    legendSites: 'Sites by assessment',
    legendVideo: 'Video points',
    unitKind: { group: 'Team', vehicle: 'Vehicle', foot: 'On foot', post: 'Post', drone: 'Drone' },
    unitStatus: {
      free: 'Available',
      busy: 'Busy',
      resting: 'Resting',
      fixedPost: 'Fixed post',
      offDuty: 'Off duty',
    },
    fixAge: { fresh: 'up to 30 s', aging: '30 s to 5 min', stale: 'over 5 min' },
    stage: {
      waiting: 'To assign',
      underWay: 'Assigned',
      onScene: 'On scene',
      refused: 'Refuses to stop',
      answering: 'To check and reply',
    },
    siteState: {
      valid: 'Permit on file · check on scene',
      none: 'No permit found in register',
      expired: 'Permit expired',
      outOfHours: 'Outside permit hours',
      quiet: 'Quiet period',
      emergency: 'Repair notified',
      unknown: 'Not assessed',
    },
  },
  dutyMode: { routine: 'Routine', night: 'Night', holiday: 'Holiday', emergency: 'Emergency' },
  role: enRoles,
  ...enSystem,
  ...enAccess,
  ...enAnswer,
  ...enDomain,
  ...enDuty,
  ...enEvents,
  files: enFiles,
  ...enPapers,
  ...enRepeats,
  ...enFind,
  ...enMap,
  ...enCaller,
  ...enConsole,
  ...enDetail,
  ...enLife,
  ...enTogether,
  ...enPages,
  ...enReplay,
  ...enVideo,
};
