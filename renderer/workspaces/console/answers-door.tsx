/** From the console to the replies on their way back, with how many of them are not there yet. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerDoor } from '../../hall/answer-door.tsx';
import { useHall } from '../../hall/hall.tsx';
import { isStillOut, postRowsOf } from '../../hall/postings.ts';
import { useMay } from '../../hall/use-may.ts';

export function AnswersDoor() {
  const { t } = useTranslation();
  const { incidents } = useHall();
  const { open } = useAnswerDoor();
  const may = useMay();
  const rows = useMemo(() => postRowsOf(Array.from(incidents.values(), ({ state }) => state)), [incidents]);
  if (!may.ask('answersPage')) return null;
  const out = rows.filter(isStillOut).length;
  const isFailed = rows.some(({ state }) => state === 'failed');
  return (
    <button
      type="button"
      className={`console__back${isFailed ? ' console__back--failed' : ''}`}
      title={t('answer.posts.title')}
      onClick={() => open(null)}
    >
      {t('nav.answers')} {out > 0 && <kbd>{out}</kbd>}
    </button>
  );
}
