/** Everybody's log-ins that hold now. */
import { LogIns } from '../../office/log-ins.tsx';
import { useAnswer, useAsk } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';

export function AllLogIns({ account = null }: { readonly account?: string | null }) {
  const ask = useAsk();
  const { answer, again } = useAnswer({ ask: 'sessions', account });
  if (answer !== undefined && answer.status !== 'granted') return <WhyNot why={answer} again={again} />;
  return (
    <LogIns
      sessions={answer?.body.sessions}
      named={account === null}
      end={(session) => ask({ ask: 'endSession', session })}
      onEnded={again}
    />
  );
}
