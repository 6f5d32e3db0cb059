/** What carries messages between this page and the seat: a MessagePort in the desktop app, a WebSocket in a browser. */
import type { RequestName, RequestOf } from '../../shared/wire/seat-api.ts';

/** `requestSchema` of the seat API. */
export interface ScreenRequest {
  readonly request: number;
  readonly name: RequestName;
  readonly body: RequestOf<RequestName>;
}

export interface TransportListener {
  /** A connection stands; anything asked on an earlier one is lost. */
  up(): void;
  message(message: unknown): void;
  /** `refused`: it will not come back by itself. */
  down(reason: 'lost' | 'refused'): void;
}

export interface Transport {
  start(listener: TransportListener): void;
  /** Does nothing while there is no connection. */
  send(message: ScreenRequest): void;
}
