/** The files of the yardstick of `command-latency`: one table each, with the product's settings. */
import { fileSettings, openFile } from '../../db/connection.ts';
import type { Connection } from '../../db/connection.ts';

export interface YardstickMessage {
  readonly id: string;
  readonly data: unknown;
}

export interface PlainFile {
  readonly db: Connection;
  add(message: YardstickMessage): void;
  count(): number;
}

/** @param settings of which file of the product. */
export function openPlainFile(file: string, settings: 'outbox' | 'journal' | 'seatCache'): PlainFile {
  const up = (db: Connection): void => {
    db.exec('CREATE TABLE row (id TEXT NOT NULL PRIMARY KEY, bytes TEXT NOT NULL) STRICT');
  };
  const db = openFile(file, { settings: fileSettings[settings], migrations: [{ version: 1, name: 'row', up }] });
  const insert = db.prepare<[string, string]>('INSERT INTO row (id, bytes) VALUES (?, ?)');
  const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM row');
  return {
    db,
    add: ({ id, data }) => void insert.run(id, JSON.stringify(data)),
    count: () => count.get()?.count ?? 0,
  };
}
