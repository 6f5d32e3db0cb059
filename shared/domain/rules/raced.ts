/**
 * What another did that makes a command come too late: the events to look for, by the code of the refusal. Only where the
 * sender had not seen them is the refusal a lost race, and the loser told who was first.
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
  ObligationOpen: ['IncidentUnitSent', 'IncidentTookIn', 'IncidentReopened'],
};

/**
 * Told though the sender's seat held the event. Whom to send is worked out a moment before it is pressed: the unit may have got
 * its job in between, and the entry is based on what the seat holds when it is pressed.
 */
export const toldThoughSeen: ReadonlySet<string> = new Set(['UnitBusy']);
