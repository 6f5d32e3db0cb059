/** What the reading thread is handed, and what it hands back. */
import type { Caller } from '../../shared/domain/incident/commands.ts';
import type { Understanding } from '../../shared/domain/incident/events.ts';
import type { ImportedRegister, ImportedThing } from '../../shared/domain/import/events.ts';
import type { Provenance, RegisterEntry } from '../../shared/domain/kernel.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { OrderSource } from '../../shared/wire/orders.ts';
import type { ImportPreview } from '../../shared/wire/imports.ts';
import type { Encoding, SourceFile } from './source.ts';

export type Entries = readonly (RegisterEntry & Readonly<Record<string, unknown>>)[];

export interface WorkInput {
  readonly files: readonly SourceFile[];
  readonly what: ImportedThing;
  /** Column by field; null: as suggested. */
  readonly columns: Readonly<Record<string, string>> | null;
  /** Columns of the last import of this thing. */
  readonly remembered: Readonly<Record<string, string>>;
  readonly crs: SourceCrs | null;
  readonly encoding: Encoding;
  readonly sheet: string | null;
  readonly absent: 'keep' | 'remove';
  /** Of orders whose row does not say it. */
  readonly orderSource: OrderSource;
  readonly provenance: Provenance;
  /** Hub time, Unix ms. */
  readonly now: number;
  /** Plates in force: their hash and JSON. */
  readonly plates: { readonly hash: string; readonly json: string };
  /** Entries that stand, by register: of what is imported and of all that it may name. */
  readonly entries: { readonly [R in ImportedRegister]?: Entries };
}

/** An order of a list, ready to be taken in. */
export interface ReadyOrder {
  readonly file: string;
  readonly row: number;
  readonly source: OrderSource;
  readonly externalId: string;
  readonly receivedAt?: number;
  readonly actAt: number | null;
  /** Absent: the row does not say. */
  readonly wantsReply?: 'yes' | 'no' | 'anonymous';
  readonly understanding: Understanding;
  readonly personal: Caller;
}

/** What a list says of an order that came before. */
export interface ReadyAnswer {
  readonly file: string;
  readonly row: number;
  /** null: the row does not say where the order came from. */
  readonly source: OrderSource | null;
  readonly externalId: string;
  /** When the caller was asked, or what day the list speaks for, Unix ms. */
  readonly at: number;
  /** The row names no more than the day. */
  readonly dayOnly: boolean;
  /** null: not said; always so of missing contacts. */
  readonly satisfied: boolean | null;
  readonly solved: boolean | null;
  readonly opinion: string | null;
  /** Name of the column with the number, for what is wrong with it. */
  readonly column: string;
}

export interface PlannedRow {
  readonly id: string;
  readonly record: Readonly<Record<string, Json>>;
  readonly seen: number | null;
}

export interface WorkedOut {
  readonly state: 'read';
  readonly preview: Omit<ImportPreview, 'state' | 'plan' | 'moved' | 'asOf'>;
  /** SHA-256 of all that would go in; null while nothing can. */
  readonly plan: string | null;
  /** What would become of each, by id, shortly: to tell what moved. */
  readonly shortly: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly PlannedRow[];
  readonly withdrawn: readonly Omit<PlannedRow, 'record'>[];
  /** The whole plates as they would be; undefined for registers. */
  readonly plates?: string;
  /** Of a list of orders: all that can be taken in, known ones too. */
  readonly orders?: readonly ReadyOrder[];
  /** Of a list of what became of orders: all rows that can be read. */
  readonly answers?: readonly ReadyAnswer[];
}

export type WorkOutput =
  | WorkedOut
  | {
      readonly state: 'unreadable';
      readonly file: string;
      readonly row: number | null;
      readonly code: string;
      readonly detail: string;
    };
