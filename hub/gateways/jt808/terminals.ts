/**
 * Which terminals there are, and which of them are on the line.
 *
 * A terminal proves itself by its code alone, and gets the code by registering: the protocol knows no secret before
 * that. So a number counts only where the bureau has entered it, whoever is heard on the line cannot be registered anew
 * by somebody else, and the directory may refuse a registration whose terminal or plate is not the one entered.
 */
import type { DeviceId } from '../../telemetry/fix.ts';

/** What a terminal says of itself when it registers, 0x0100. Texts without filling; empty where it says nothing. */
export interface Registration {
  readonly version: 2011 | 2013 | 2019;
  /** The first two digits of the GB/T 2260 code; 0: not set. */
  readonly province: number;
  /** Its other four. */
  readonly city: number;
  readonly manufacturer: string;
  readonly model: string;
  /** The maker's own number of the terminal. */
  readonly terminal: string;
  /** JT/T 415; 0: no plate. */
  readonly plateColour: number;
  /** The plate, or the frame number (VIN) where the colour is 0. */
  readonly plate: string;
}

/** The bureau's list of terminals. Numbers are in normal form: digits without leading zeros. */
export interface TerminalDirectory {
  /** Undefined where the bureau knows no such terminal. `authCode`: the code it was given, once it has registered. */
  find(number: string): { readonly device: DeviceId; readonly authCode?: string } | undefined;
  /**
   * Keeps the code of a terminal that registers, durably, before it is told.
   * @returns the code in force from now on; undefined where the list does not take this registration.
   */
  register(number: string, registration: Registration, authCode: string): string | undefined;
}

/** The connection on which a number is live. */
export interface Holder {
  /** Nothing came for so long that the terminal may be gone without a word. */
  readonly silent: boolean;
  /** The terminal has proved itself on another connection. */
  replaced(): void;
}

/** One live connection a number. */
export class LiveTerminals {
  readonly #holders = new Map<string, Holder>();

  /** Whether another connection speaks for this number, and is heard. */
  inUse(number: string, by: Holder): boolean {
    const holder = this.#holders.get(number);
    return holder !== undefined && holder !== by && !holder.silent;
  }

  /** The newer connection takes the number over. */
  take(number: string, holder: Holder): void {
    const before = this.#holders.get(number);
    this.#holders.set(number, holder);
    if (before !== undefined && before !== holder) before.replaced();
  }

  leave(number: string, holder: Holder): void {
    if (this.#holders.get(number) === holder) this.#holders.delete(number);
  }
}
