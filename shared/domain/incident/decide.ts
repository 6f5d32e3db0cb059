/** All commands about incidents. */
import { claimDueReactions, claimIncident, dropClaim, releaseClaim, takeOverClaim } from './decide-claim.ts';
import { closeIncident, referIncident, reopenIncident } from './decide-closing.ts';
import { correctIncident, takeCorrection } from './decide-correction.ts';
import { answerForcedClose, askForcedClose, closeSimply, reportSimple } from './decide-ends.ts';
import { acknowledgeIncident, eraseCaller, noteOverdue, receiveIncident } from './decide-intake.ts';
import { joinIncident, separateIncident } from './decide-joining.ts';
import { answerExtension, askExtension, resumeIncident, suspendIncident } from './decide-limits.ts';
import {
  escalateOutcome,
  handToLocalSquad,
  recordCheck,
  recordFirstContact,
  recordReply,
  tellLocalSquad,
} from './decide-path.ts';
import { attachFile, recordMeasurement } from './decide-papers.ts';
import { keepCallerSecret, liftCallerSecrecy } from './decide-secrecy.ts';
import {
  decideAppeal,
  fileAppeal,
  noteLateEntry,
  recordContactMiss,
  recordInspection,
  recordSurvey,
  recordVerification,
} from './decide-quality.ts';
import { noteReturnSilence, recordReturnAnswer, returnIncident } from './decide-returning.ts';
import { assessAgain, chooseSource, noteFinding, phoneSite, placeIncident } from './decide-source.ts';
import { reportSupervision, superviseIncident, supervisionReaction } from './decide-supervision.ts';
import { undoStep } from './decide-undo.ts';

export {
  acknowledgeIncident,
  assessAgain,
  chooseSource,
  closeIncident,
  correctIncident,
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
  takeCorrection,
  tellLocalSquad,
  undoStep,
  answerExtension,
  answerForcedClose,
  askExtension,
  askForcedClose,
  closeSimply,
  decideAppeal,
  fileAppeal,
  noteLateEntry,
  noteReturnSilence,
  recordContactMiss,
  recordInspection,
  recordReturnAnswer,
  recordSurvey,
  recordVerification,
  reportSimple,
  reportSupervision,
  resumeIncident,
  superviseIncident,
  suspendIncident,
  supervisionReaction,
  attachFile,
  keepCallerSecret,
  liftCallerSecrecy,
  recordMeasurement,
  claimDueReactions,
  claimIncident,
  dropClaim,
  releaseClaim,
  takeOverClaim,
};
