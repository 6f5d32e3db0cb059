/** What this phone keeps: a small database of the browser, one value by name. Written before anything is acted on. */

const name = 'lianqin-field';
const table = 'kept';

export interface Kept {
  get<T>(key: string): Promise<T | undefined>;
  /** Resolves once it is written. */
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  /** Everything of this phone goes. */
  clear(): Promise<void>;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database refused'));
  });
}

export async function openKept(): Promise<Kept> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(table);
  const database = await asked(opening);
  const done = (transaction: IDBTransaction): Promise<void> =>
    new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('not written'));
    });
  const writing = (work: (store: IDBObjectStore) => void): Promise<void> => {
    // Strict: the answer means that it is on the disk, as a hub's would.
    const transaction = database.transaction(table, 'readwrite', { durability: 'strict' });
    work(transaction.objectStore(table));
    return done(transaction);
  };
  return {
    get: <T>(key: string) =>
      asked(database.transaction(table).objectStore(table).get(key) as IDBRequest<T | undefined>),
    set: (key, value) => writing((store) => void store.put(value, key)),
    remove: (key) => writing((store) => void store.delete(key)),
    clear: () => writing((store) => void store.clear()),
  };
}
