import type { Desk } from '../desk/port.ts';
import type { Metrics } from './metrics.ts';

/**
 * The desk, with every command counted and timed.
 * @param monotonic Milliseconds of machine time.
 */
export function measuredDesk(desk: Desk, metrics: Metrics, monotonic: () => number): Desk {
  return {
    async submit(command, by, system) {
      const since = monotonic();
      const seconds = (): number => (monotonic() - since) / 1000;
      try {
        const answer = await desk.submit(command, by, system);
        metrics.commandDone(command.type, answer.status, seconds());
        return answer;
      } catch (error) {
        metrics.commandDone(command.type, 'failed', seconds());
        throw error;
      }
    },
    onCommitted: (listener) => desk.onCommitted(listener),
    stop: () => desk.stop(),
  };
}
