/** What is believed of a device, in numbers. */
import { day, minute, second } from '../../shared/lib/time.ts';

export interface TelemetryPolicy {
  /** A device whose clock differs from the hub's by no more than this, ms, is taken at its word. */
  readonly clockTrustMs: number;
  /** Nothing of ours goes faster, km/h. */
  readonly topSpeed: number;
  /** What a standing device may wander between two fixes beside its own accuracy, metres. */
  readonly wander: number;
  /** Further fixes that must agree with a place (or a clock) nobody would have believed. */
  readonly agreeing: number;
  /** A fix with a larger radius, metres, is kept but called poor. */
  readonly poorAccuracy: number;
  /** A fix with a radius up to this, metres, or without one, is sharp: no other is better by its radius. */
  readonly sharpAccuracy: number;
  /** How far, in degrees, a unit may be outside the district: joint actions, the way home, the repair shop. */
  readonly boxMargin: number;
  /** Of several devices of a unit one leads; a fix newer by more than this, ms, goes before it whatever it is like. */
  readonly leadMs: number;
  /** A fix that is older than this when it arrives, ms, was kept back, unless its device's clock is that far behind. */
  readonly lateMs: number;
  /** Fixes of a device by which its clock is judged. */
  readonly clockSamples: number;
  /** A replayed fix older than this, ms, is not taken: no track is kept of a time nobody vouches for. */
  readonly replayMs: number;
}

export const telemetryPolicy: TelemetryPolicy = {
  clockTrustMs: 2 * minute,
  topSpeed: 200,
  wander: 50,
  agreeing: 2,
  poorAccuracy: 100,
  sharpAccuracy: 25,
  boxMargin: 0.5,
  leadMs: 30 * second,
  lateMs: minute,
  clockSamples: 15,
  replayMs: 3 * day,
};

/** Why a fix was refused; the values of a metric's label. */
export type Rejection =
  /** The device is on no unit. */
  | 'noUnit'
  /** Its unit was not on duty then. */
  | 'offDuty'
  | 'notPositioned'
  /** No place on Earth, or no time. */
  | 'invalid'
  /** 0, 0: what many devices say before they know. */
  | 'zero'
  | 'outsideDistrict'
  /** Replayed from the future: nobody knows when it was made. */
  | 'clockAhead'
  /** Not newer than the one before. */
  | 'older'
  | 'jump'
  /** Another device of the unit has a better one. */
  | 'otherDevice'
  /** Replayed from too long ago. */
  | 'tooOld'
  /** A fault of the hub; the log has it. */
  | 'failed';
