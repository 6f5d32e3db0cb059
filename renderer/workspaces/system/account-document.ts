import type { AccountState } from '../../../shared/domain/account/state.ts';
import type { DocumentOf } from '../../seat-client/hooks.ts';

export type AccountDocument = DocumentOf<AccountState>;
