/**
 * What another did that makes a command come too late: the events to look for, by the code of the refusal. The loser is told
 * who was first.
 */
export const racedBy: Readonly<Record<string, readonly string[]>> = {
  UnitBusy: ['UnitEngaged'],
  UnitAlreadyAssigned: ['UnitEngaged'],
  UnitOffDuty: ['UnitStatusChanged'],
  UnitOnFixedPost: ['UnitStatusChanged'],
  UnitResting: ['UnitStatusChanged'],
  UnitEngaged: ['UnitEngaged'],
  JobsChanged: ['UnitJobsOrdered', 'UnitEngaged', 'UnitFreed'],
  JobBegun: ['UnitJobsOrdered', 'UnitEngaged'],
  IncidentClosed: ['IncidentClosed'],
  IncidentJoined: ['IncidentJoined'],
  JoinedAlready: ['IncidentJoined'],
  JoinClosed: ['IncidentClosed'],
  TookInOthers: ['IncidentTookIn'],
  NotJoined: ['IncidentSeparated'],
  AssignmentEnded: ['OutcomeReported', 'AssignmentHandedBack', 'AssignmentWithdrawn', 'AssignmentStepUndone'],
  RefusesToStop: ['OutcomeRecorded'],
  AlarmTakenByOther: ['AlarmTaken', 'AlarmHandedOver', 'AlarmShelved'],
  AlarmIsCleared: ['AlarmCleared'],
  ObligationOpen: ['IncidentUnitSent', 'IncidentTookIn', 'IncidentReopened'],
};

/**
 * Refusals that stand by the very event that is named: it is told though the sender's seat held it, as the screen may have shown
 * what was worked out a moment before. Of the others an event that was seen explains nothing: what is owed is owed anyway.
 */
export const standsByEvent: ReadonlySet<string> = new Set([
  ...[
    'UnitBusy',
    'UnitAlreadyAssigned',
    'UnitEngaged',
    'IncidentClosed',
    'IncidentJoined',
    'JoinedAlready',
    'JoinClosed',
  ],
  ...['TookInOthers', 'NotJoined', 'AssignmentEnded', 'AlarmTakenByOther', 'AlarmIsCleared'],
]);
