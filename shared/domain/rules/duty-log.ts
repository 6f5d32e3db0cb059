/**
 * What a duty log tells (值班日志): by type of event, in the order of a book: how the night was manned and led, what was raised,
 * what came in and how it ended, who was sent. Steps in between stand in the timeline of each incident.
 */

const told = {
  duty: [
    ...['DutyModeSwitched', 'ApprovalAsked', 'ApprovalGiven', 'ApprovalRefused', 'PackActivated'],
    ...['UnitStatusChanged', 'UnitReserveChanged', 'UnitStandsIn', 'AttendanceCorrected'],
    ...['GroupLent', 'SwapAnswered', 'EquipmentIssued', 'EquipmentReturned'],
    ...[
      'OperationStarted',
      'OperationEnded',
      'UrgentReportBegun',
      'UrgentReportSent',
      'UrgentReportOverdue',
      'UrgentReportDropped',
    ],
  ],
  alarms: [
    ...['AlarmRaised', 'AlarmTaken', 'AlarmHandedOver', 'AlarmShelved', 'AlarmUnshelved', 'AlarmCleared'],
    ...['SupportSent', 'SupportAnswered', 'AlarmEscalated'],
  ],
  incidents: [
    ...['IncidentReceived', 'IncidentJoined', 'SitePhoned', 'HandedToLocalSquad', 'IncidentReturned'],
    ...['IncidentReferred', 'OutcomeEscalated', 'IncidentOverdue', 'SupervisionBegan', 'IncidentReopened'],
    ...['IncidentClosed', 'ClosedSimply', 'SourceTalkHeld', 'SourceNoticeSent', 'LateEntryNoted'],
  ],
  sending: [
    ...['UnitAssigned', 'UnitArrived', 'OutcomeReported', 'AssignmentHandedBack', 'AssignmentWithdrawn'],
    ...['AssignmentOverdue', 'SafetyConfirmed'],
  ],
} as const;

export type LogGroup = keyof typeof told;

const groups: ReadonlyMap<string, LogGroup> = new Map(
  (Object.keys(told) as LogGroup[]).flatMap((group) => told[group].map((type) => [type, group] as const)),
);

/** Types of event that stand in the log. */
export const loggedTypes: ReadonlySet<string> = new Set(groups.keys());

/** Under which heading a type stands; undefined for what no log tells. */
export const logGroupOf = (type: string): LogGroup | undefined => groups.get(type);
