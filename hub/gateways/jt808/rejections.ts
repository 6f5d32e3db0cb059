/** Why the gateway threw something away: all the reasons there are, as counted under protocol `jt808`. */

export const protocol = 'jt808';

export const rejectionReasons = [
  // Bytes that are no frame.
  'garbage',
  'tooLong',
  'badEscape',
  'checksum',
  'length',
  'encrypted',
  // Who speaks.
  'notRegistered',
  'registrationRefused',
  'numberInUse',
  'wrongAuth',
  'notAuthenticated',
  'otherNumber',
  // What is said.
  'unknownMessage',
  'badBody',
  'badTime',
  'badPosition',
  'badExtras',
  'badSubPackage',
  'subPackageMissing',
  // Connections.
  'logonTimeout',
  'idleTimeout',
  'halfFrameTimeout',
  'notReading',
  'tooManyConnections',
  'tooManyFromAddress',
  'internalError',
] as const;

export type RejectionReason = (typeof rejectionReasons)[number];

export type Reject = (reason: RejectionReason) => void;
