/** Which of the ways in the top bar speaks of. Pure. */
import type { IntakeShown } from '../../shared/wire/seat-api.ts';

const order: { readonly [state in IntakeShown['state']]: number } = { silent: 0, speaks: 1, idle: 2, never: 3 };

/** Worst first: the longest silence, then those that speak, then those that nobody waits for. */
export function worstFirst(intakes: readonly IntakeShown[]): readonly IntakeShown[] {
  const since = ({ silentSince }: IntakeShown): number => silentSince ?? 0;
  return intakes
    .map((one, at) => ({ one, at }))
    .sort((a, b) => order[a.one.state] - order[b.one.state] || since(a.one) - since(b.one) || a.at - b.at)
    .map(({ one }) => one);
}

/** The one that the bar names: the worst; where all is well the hotline. */
export function named(intakes: readonly IntakeShown[]): IntakeShown | undefined {
  const [worst] = worstFirst(intakes);
  return worst?.state === 'silent' ? worst : (intakes.find(({ id }) => id === '12345') ?? worst);
}

/** A silence, told apart from the next one of the same intake. */
export const silenceKey = ({ id, silentSince }: IntakeShown): string => `${id} ${silentSince ?? ''}`;
