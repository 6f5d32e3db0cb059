/** Accounts by name, as the hub's directory tells them. */
import type { OfficeGranted } from '../../../shared/wire/seat-api.ts';

export type People = OfficeGranted<'directory'>['people'];

/** The id where the directory does not name them: a person of before, or one whose account was closed. */
export const nameIn = (people: People, id: string): string => people.find((one) => one.id === id)?.name ?? id;
