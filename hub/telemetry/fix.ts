/** A position as a device reported it, before anything is believed of it. Every gateway makes these and nothing else. */

/** Where it comes from: the protocol and the device's own number, such as `jt808:13800138000`. As in `unit.devices`. */
export type DeviceId = `${string}:${string}`;

/** Before the unit's id: what a page in a phone's browser says, which is there while it is looked at and no longer. */
export const pagePrefix = 'field:';
export const isOfPage = (device: string): boolean => device.startsWith(pagePrefix);

export interface Fix {
  readonly device: DeviceId;
  /** WGS84 degrees. */
  readonly lon: number;
  readonly lat: number;
  /**
   * What the device's clock said, Unix ms; absent where it said nothing. Devices' clocks are wrong by minutes and, after a
   * reset, by years.
   */
  readonly deviceAt?: number;
  /** Hub time when the bytes arrived, Unix ms. */
  readonly receivedAt: number;
  /** Radius of uncertainty, metres; absent where the device does not say. */
  readonly accuracy?: number;
  /** km/h. */
  readonly speed?: number;
  /** Degrees clockwise from north, 0–359. */
  readonly heading?: number;
  /** Metres. */
  readonly altitude?: number;
  /** Whether the device itself says that it has a position; false: last known or made up. */
  readonly positioned: boolean;
  /** Sent later than made: a batch from a time without network. It fills the track and never moves the unit. */
  readonly replayed: boolean;
  /** The urgent-help bit or button. */
  readonly sos: boolean;
  /**
   * With `sos`: when it was pressed, hub time, Unix ms, where the device keeps a call until it comes through; absent: as it came.
   * The same press has the same instant, however often it is sent.
   */
  readonly pressedAt?: number;
}

/** When a fix was made: by the device's own word, and where it says nothing, when it came. Unix ms. */
export const madeAt = ({ deviceAt, receivedAt }: Pick<Fix, 'deviceAt' | 'receivedAt'>): number =>
  deviceAt ?? receivedAt;

/** Takes fixes in; never throws, never waits. What it refuses it counts. */
export interface FixSink {
  take(fix: Fix): void;
  /**
   * Whether the last call for help of this device stands in the journal. An answer tells a device that it may stop calling: so
   * it waits for this, and does not go where it is false. Absent: nobody keeps calls.
   */
  callKept?(device: DeviceId): Promise<boolean>;
}

/** Where a gateway counts what it had to throw away: a reason code of a fixed list, never text from outside. */
export interface RejectionCounter {
  count(protocol: string, reason: string): void;
}
