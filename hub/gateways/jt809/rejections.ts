/** Why the gateway threw something away: all the reasons there are, as counted under protocol `jt809`. */

export const protocol = 'jt809';

export type RejectionReason =
  // Bytes that are no frame.
  | 'garbage'
  | 'tooLong'
  | 'badEscape'
  | 'checksum'
  | 'length'
  | 'encrypted'
  // Who speaks.
  | 'platformUnknown'
  | 'wrongAddress'
  | 'wrongLogin'
  | 'notLoggedIn'
  | 'tooManyAttempts'
  | 'otherPlatform'
  // What is said.
  | 'unknownMessage'
  | 'unknownSubType'
  | 'badBody'
  | 'badPlate'
  | 'badTime'
  | 'badPosition'
  | 'shiftedPlace'
  // Connections.
  | 'logonTimeout'
  | 'idleTimeout'
  | 'halfFrameTimeout'
  | 'notReading'
  | 'tooManyConnections'
  | 'tooManyFromAddress'
  | 'tooMuchBeforeLogin'
  | 'internalError';

export type Reject = (reason: RejectionReason) => void;
