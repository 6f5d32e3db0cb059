/** All commands about incidents. */
import { closeIncident, referIncident, reopenIncident, returnIncident } from './decide-closing.ts';
import { acknowledgeIncident, eraseCaller, noteOverdue, receiveIncident } from './decide-intake.ts';
import { joinIncident, separateIncident } from './decide-joining.ts';
import {
  escalateOutcome,
  handToLocalSquad,
  recordCheck,
  recordFirstContact,
  recordReply,
  tellLocalSquad,
} from './decide-path.ts';
import { assessAgain, chooseSource, noteFinding, phoneSite, placeIncident } from './decide-source.ts';
import { undoStep } from './decide-undo.ts';

export {
  acknowledgeIncident,
  assessAgain,
  chooseSource,
  closeIncident,
  eraseCaller,
  escalateOutcome,
  handToLocalSquad,
  joinIncident,
  noteFinding,
  noteOverdue,
  phoneSite,
  placeIncident,
  receiveIncident,
  recordCheck,
  recordFirstContact,
  recordReply,
  referIncident,
  reopenIncident,
  returnIncident,
  separateIncident,
  tellLocalSquad,
  undoStep,
};
