/** The desk of one import: at the left what is meant, at the right what it would do. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportedThing, ImportLookAnswer } from '../../../shared/wire/seat-api.ts';
import { isListOfAnswers, isListOfOrders } from '../../../shared/wire/seat-api.ts';
import { useMay } from '../../hall/use-may.ts';
import { codeText, listed, saidOf } from '../../i18n/say.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useStatus } from '../../seat-client/hooks.ts';
import { FilesStep } from './files-step.tsx';
import { MeantSteps } from './meant-steps.tsx';
import { PlatformCameras } from './platform-cameras.tsx';
import { Preview } from './preview.tsx';
import { codeWords, whereText } from './say.ts';
import { ThingStep } from './thing-step.tsx';
import type { ImportDesk } from './use-import.ts';
import { useImport } from './use-import.ts';

interface Props {
  readonly offered: readonly ImportedThing[];
  readonly first: ImportedThing;
}

export function ImportDeskView({ offered, first }: Props) {
  const { t } = useTranslation();
  const desk = useImport(first);
  const { status, connection } = useStatus();
  const live = connection === 'up' && status?.link === 'live';
  const { held } = desk;
  const mayAsk = useMay().ask('videoImport');
  return (
    <div className="imports__desk">
      <div className="imports__left">
        <h2 className="unseen">{t('imports.tab.import')}</h2>
        <ThingStep offered={offered} desk={desk} />
        <FilesStep desk={desk} live={live} />
        <MeantSteps desk={desk} />
      </div>
      <div className="imports__right" aria-busy={desk.working}>
        <Told desk={desk} live={live} />
        {held.what === 'videoPoints' && held.brought === null && mayAsk && <PlatformCameras live={live} />}
        {(held.answer?.state === 'preview' || held.answer?.state === 'imported') && (
          <Preview desk={desk} preview={held.answer} live={live} />
        )}
      </div>
    </div>
  );
}

/** Everything that is to be said before there is something to show. */
function Told({ desk, live }: { readonly desk: ImportDesk; readonly live: boolean }) {
  const { t } = useTranslation();
  const { held, trouble, working, sending } = desk;
  const { answer } = held;
  return (
    <>
      {!live && <Alert type="warning" showIcon role="alert" title={t('imports.offline')} />}
      {trouble?.of === 'ask' && <WhyNot why={trouble.why} again={desk.again} />}
      {trouble?.of === 'piece' && (
        <Alert type="error" showIcon role="alert" title={t(`imports.refusedPiece.${trouble.code}`)} />
      )}
      {working && <p className="imports__working">{t('imports.working')}</p>}
      {answer !== null && <Unusual answer={answer} desk={desk} />}
      {answer === null && !working && sending === null && trouble === null && (
        <p className="imports__nothing">{t('imports.nothing')}</p>
      )}
    </>
  );
}

function Unusual({ answer, desk }: { readonly answer: ImportLookAnswer; readonly desk: ImportDesk }) {
  const { t } = useTranslation();
  const again = (
    <Button size="small" onClick={desk.again}>
      {t('imports.retry')}
    </Button>
  );
  switch (answer.state) {
    case 'unreadable': {
      const words = codeText(t, 'imports.unreadable', answer.code, { detail: answer.detail });
      const at = answer.row === null ? '' : ` ${t('imports.unreadableAt', { row: answer.row })}`;
      return <Alert type="error" showIcon role="alert" title={saidOf(t, `${answer.file}${at}`, words)} />;
    }
    case 'gone':
    case 'noPack':
      return <Alert type="warning" showIcon role="alert" title={t(`imports.${answer.state}`)} />;
    case 'busy':
      return <Alert type="warning" showIcon role="alert" title={t('imports.busy')} action={again} />;
    case 'refused': {
      const where = whereText(t, answer.id);
      const reason = codeWords(t, answer.code);
      return (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('imports.refusedCommand', { reason, where })}
          action={again}
        />
      );
    }
    case 'imported': {
      const { counts } = answer;
      const changed = counts.new + counts.changed + counts.removed > 0;
      const isList = isListOfOrders(desk.held.what);
      const ofList = isListOfAnswers(desk.held.what) ? 'imports.noted' : 'imports.takenIn';
      const text = isList ? ofList : changed ? 'imports.imported' : 'imports.importedSame';
      return (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t(text, { ...counts })}
          action={
            <Button size="small" onClick={desk.clear}>
              {t('imports.another')}
            </Button>
          }
        />
      );
    }
    case 'preview':
      return answer.moved.length === 0 ? null : (
        <Alert type="warning" showIcon role="alert" title={t('imports.moved', { ids: listed(t, answer.moved) })} />
      );
  }
}
