/** What is asked of accounts, as the bureau sets it. */
import type { Role } from '../../shared/domain/account/events.ts';

export interface AccountPolicy {
  /** Days of machine time after which a password must be changed; null: never. */
  readonly passwordDays: number | null;
  /** Who must have a second factor, beside those of whom an administrator asks it. */
  readonly secondFactorFor: readonly Role[];
}

/** Of a hub at work: who keeps the accounts and who keeps the watch prove themselves twice. */
export const workPolicy: AccountPolicy = { passwordDays: 180, secondFactorFor: ['administrator', 'auditor'] };
/** Of demonstration and training. */
export const demoPolicy: AccountPolicy = { passwordDays: null, secondFactorFor: [] };
