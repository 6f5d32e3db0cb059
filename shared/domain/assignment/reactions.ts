/** What the hub does when a unit lets a limit pass. */
import { splitStream } from '../../lib/journal.ts';
import type { DueReaction } from '../kernel.ts';
import { assignmentKind, overdueRules } from './evolve.ts';
import type { OverdueRule } from './evolve.ts';
import type { AssignmentReads } from './state.ts';

type Reads = Pick<AssignmentReads, 'assignment'>;

/** Notes a limit that passed; nothing where it is no longer owed. */
const noteOverdue =
  (rule: OverdueRule): DueReaction<Reads> =>
  (stream, reads, due) => {
    const { id } = splitStream(stream);
    const assignment = reads.assignment(id);
    const isOwed =
      assignment !== undefined &&
      assignmentKind.dues(assignment).some(({ rule: owed, at }) => owed === rule && at === due.at);
    if (!isOwed) return undefined;
    return { type: 'NoteAssignmentOverdue', data: { assignment: id, limit: overdueRules[rule], dueAt: due.at } };
  };

/** By rule, for the catalog. */
export const assignmentDueReactions: readonly (readonly [OverdueRule, DueReaction<Reads>])[] = (
  Object.keys(overdueRules) as OverdueRule[]
).map((rule) => [rule, noteOverdue(rule)]);
