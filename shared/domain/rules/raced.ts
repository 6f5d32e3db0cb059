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
  ObligationOpen: ['IncidentUnitSent', 'IncidentTookIn', 'IncidentReopened'],
};
