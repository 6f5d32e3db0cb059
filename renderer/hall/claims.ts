/** What is said of claims (接手): to everybody whose it is, to the holder what others did. Pure. */
import type { ActOfOther, Claim, IncidentState } from '../../shared/domain/incident/state.ts';
import { codeText, hasText } from '../i18n/say.ts';
import type { TFunction } from './types.ts';

/** What another did, in the words of the timeline. */
export function actText({ type }: Pick<ActOfOther, 'type'>, t: TFunction): string {
  return hasText('event', type) ? codeText(t, 'event', type, { unit: '' }).trim() : type;
}

export type ClaimNews =
  | { readonly kind: 'act'; readonly act: ActOfOther }
  | { readonly kind: 'takenOver'; readonly claim: Claim }
  | { readonly kind: 'ended' }
  | { readonly kind: 'closed' };

type Seen = Pick<IncidentState, 'claim' | 'closed'>;

/**
 * What the holder has to be told of an incident that was theirs. What they did themselves is no news: who gave it back, or
 * closed it, knows.
 */
export function newsOf(before: Seen, after: Seen, user: string): readonly ClaimNews[] {
  const mine = before.claim;
  if (mine?.user !== user) return [];
  const { claim, closed } = after;
  const known = new Set(mine.others.map(({ command }) => command));
  if (claim?.user === user)
    return claim.at === mine.at
      ? claim.others.filter(({ command }) => !known.has(command)).map((act) => ({ kind: 'act', act }) as const)
      : [];
  if (claim !== null) return [{ kind: 'takenOver', claim }];
  if (closed !== null) return closed.user === user ? [] : [{ kind: 'closed' }];
  return [{ kind: 'ended' }];
}
