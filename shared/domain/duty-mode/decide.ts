import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { ApprovalReads } from '../approval/state.ts';
import { spendApproval } from '../approval/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { switchDutyModeSchema } from './commands.ts';
import type { SwitchDutyMode } from './commands.ts';
import { dutyModeStream } from './state.ts';
import type { DutyModeReads } from './state.ts';

type Reads = DutyModeReads & ApprovalReads;

function decide(command: SwitchDutyMode, reads: Reads, { now }: DecideContext): Decision {
  const current = reads.dutyMode();
  const { approval, ...wish } = command;
  if (current?.mode === wish.mode && current.reportNight === wish.reportNight) {
    return refuse('DutyModeAlreadyInForce', { mode: wish.mode });
  }
  if (wish.cause === 'person' && wish.reason === '') return refuse('ReasonMissing', { field: 'reason' });
  if (wish.mode === 'night' && wish.reportNight === undefined)
    return refuse('ReportNightMissing', { field: 'reportNight' });
  const from = current === undefined ? {} : { from: current.mode };
  const data = { ...wish, ...from };
  if (wish.mode !== 'emergency' || wish.cause !== 'person')
    return { events: [{ stream: dutyModeStream, type: 'DutyModeSwitched', data }] };
  const spent = spendApproval(approval, 'emergencyMode', reads, now);
  if ('refusal' in spent) return spent.refusal;
  const switched = { ...data, approval: spent.approval };
  return { events: [{ stream: dutyModeStream, type: 'DutyModeSwitched', data: switched }, spent.used] };
}

/**
 * Refuses `DutyModeAlreadyInForce`, `ReasonMissing`, `ReportNightMissing`; for emergency by a person `ApprovalMissing`,
 * `ApprovalUnknown`, `ApprovalNotGiven`, `ApprovalUsed`, `ApprovalOver`.
 */
export const switchDutyMode: CommandRule<SwitchDutyMode, Reads> = {
  type: 'SwitchDutyMode',
  schema: switchDutyModeSchema,
  nature: 'order',
  conflictsWith: ['DutyModeSwitched'],
  decide,
};
