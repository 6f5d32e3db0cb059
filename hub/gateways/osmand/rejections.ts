/** Why the gateway threw something away: all the reasons there are, as counted under protocol `osmand`. */

export const protocol = 'osmand';

export type RejectionReason =
  // Who speaks.
  | 'deviceMissing'
  | 'deviceUnknown'
  | 'codeMissing'
  | 'tooManyAttempts'
  // What is said.
  | 'badParameter'
  | 'badBody'
  | 'tooLong'
  | 'wrongMethod'
  | 'tooOften'
  // Connections.
  | 'badRequest'
  | 'timeout'
  | 'tooManyFromAddress'
  | 'internalError';

export type Reject = (reason: RejectionReason) => void;
