/** The desk, with the refusals that say something about who asked written to the access log. */
import type { Actor, CommandAnswer, CommandEnvelope, Refusal, Unavailable } from '../../shared/lib/journal.ts';
import type { AccessLog } from '../vault/access-log.ts';
import { reservedId } from './check.ts';
import type { Desk } from './port.ts';

/** What the rules of the work say no to is everyday business; these are not. */
const watched: readonly string[] = ['NotAllowed', 'UnknownCommand', 'CommandIdReused'];

function isWatched({ code, params }: Refusal): boolean {
  return watched.includes(code) || (code === 'InvalidCommand' && params['problem'] === reservedId);
}

/** @param types The known types: what a sender calls a command otherwise is not written anywhere. */
export function auditedDesk(desk: Desk, access: Pick<AccessLog, 'note'>, types: ReadonlySet<string>): Desk {
  function note(command: CommandEnvelope, by: Actor, answer: CommandAnswer | Unavailable): void {
    if (answer.status !== 'refused' || !isWatched(answer.refusal)) return;
    const { user, seat } = by;
    const subject = types.has(command.type) ? command.type : 'unknown';
    access.note({ user, seat, action: 'refused', subject, detail: answer.refusal.code });
  }

  return {
    async submit(command, by, system) {
      const answer = await desk.submit(command, by, system);
      note(command, by, answer);
      return answer;
    },
    onCommitted: (listener) => desk.onCommitted(listener),
    stop: () => desk.stop(),
  };
}
