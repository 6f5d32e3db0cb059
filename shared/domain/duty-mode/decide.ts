import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { switchDutyModeSchema } from './commands.ts';
import type { SwitchDutyMode } from './commands.ts';
import { dutyModeStream } from './state.ts';
import type { DutyModeReads } from './state.ts';

function decide(command: SwitchDutyMode, reads: DutyModeReads, _context: DecideContext): Decision {
  const current = reads.dutyMode();
  if (current?.mode === command.mode && current.reportNight === command.reportNight) {
    return refuse('DutyModeAlreadyInForce', { mode: command.mode });
  }
  if (command.cause === 'person' && command.reason === '') return refuse('ReasonMissing', { field: 'reason' });
  if (command.mode === 'night' && command.reportNight === undefined)
    return refuse('ReportNightMissing', { field: 'reportNight' });
  return {
    events: [
      {
        stream: dutyModeStream,
        type: 'DutyModeSwitched',
        data: { ...command, ...(current === undefined ? {} : { from: current.mode }) },
      },
    ],
  };
}

export const switchDutyMode: CommandRule<SwitchDutyMode, DutyModeReads> = {
  type: 'SwitchDutyMode',
  schema: switchDutyModeSchema,
  nature: 'order',
  conflictsWith: ['DutyModeSwitched'],
  decide,
};
