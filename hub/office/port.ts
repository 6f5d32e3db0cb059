/** What is asked over the office, and who answers: one handler for each ask, by its name. */
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { OfficeAskName, OfficeAskOf, OfficeGranted, OfficeRefusal } from '../../shared/wire/office-api.ts';

/** Who asks: a person, logged in at a seat. */
export interface OfficePerson {
  /** As of the last commit. */
  readonly account: AccountState;
  readonly seat: string;
  /** Id of the log-in. */
  readonly session: string;
  /** Network address of the log-in. */
  readonly address: string;
}

export interface OfficeRefused {
  readonly refused: OfficeRefusal;
  /** Field of the ask that is wrong. */
  readonly field?: string;
  readonly minutes?: number;
}

export type OfficeResult<N extends OfficeAskName> = OfficeRefused | { readonly granted: OfficeGranted<N> };

export type OfficeHandler<N extends OfficeAskName> = (
  ask: OfficeAskOf<N>,
  by: OfficePerson,
) => OfficeResult<N> | Promise<OfficeResult<N>>;

/** What the composition has to put together: an ask without a handler is a type error there. */
export type OfficeHandlers = { readonly [N in OfficeAskName]: OfficeHandler<N> };

/** The watch: access log, tracks, retention, the journal's chain. */
export type WatchAsk = 'looks' | 'accessLog' | 'accessReport' | 'retention' | 'verifyJournal' | 'track';
/** What is heard of devices. */
export type DeviceAsk = 'devices';
/** Files into registers and plates. */
export type ImportAsk = 'importPiece' | 'importLook' | 'importDrop';
/** Finding things, what came before, and callers. */
export type FindAsk = 'find' | 'past' | 'caller';
/** The duty log. */
export type LogAsk = 'dutyLog';
/** Files of incidents. */
export type FileAsk = 'filePiece' | 'fileAttach' | 'fileRead';
/** Filters of the queue that a person keeps. */
export type ViewAsk = 'saveView' | 'removeView';
export type AccountHandlers = Omit<
  OfficeHandlers,
  WatchAsk | DeviceAsk | ImportAsk | FindAsk | LogAsk | FileAsk | ViewAsk | 'videoImport'
>;

export const granted = <B>(body: B): { readonly granted: B } => ({ granted: body });

export function refused(code: OfficeRefusal, more: { readonly field?: string; readonly minutes?: number } = {}) {
  return { refused: code, ...more };
}
