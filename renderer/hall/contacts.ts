/** The book of night contacts: those of the register, and those of the pack that no entry stands in for. */
import { useMemo } from 'react';
import type { ContactState } from '../../shared/domain/contact/state.ts';
import { useHall } from './hall.tsx';

export type NightContact = Pick<ContactState, 'id' | 'name' | 'authority' | 'phone' | 'hours' | 'checkedOn'>;

interface OfPack {
  readonly id: string;
  readonly name: string;
  readonly authority: string;
  readonly phone: string;
  readonly hours: string;
  readonly checkedOn: string;
}

/** An entry that was withdrawn takes the pack's with it: somebody found out that it rings elsewhere. Pure. */
export function contactsOf(
  register: ReadonlyMap<string, { readonly state: ContactState }>,
  pack: readonly OfPack[],
): readonly NightContact[] {
  const own = Array.from(register.values(), ({ state }) => state).filter(({ withdrawn }) => withdrawn === undefined);
  return [...own, ...pack.filter(({ id }) => !register.has(id))];
}

export function useContacts(): readonly NightContact[] {
  const { contacts, plates } = useHall();
  return useMemo(() => contactsOf(contacts, plates?.contacts ?? []), [contacts, plates]);
}

/** Who is asked about permits: the contact of the pack with this id, or the entry in its place. */
export const permitOffice = 'ecology';
