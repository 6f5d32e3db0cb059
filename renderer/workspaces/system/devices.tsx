/** 定位设备: which there are, when they were heard, how their clocks stand, what was refused. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeviceShown } from '../../../shared/wire/seat-api.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { bracketed, codeText, sentences } from '../../i18n/say.ts';
import { clockText } from '../../office/device-clock.ts';
import { useAnswer } from '../../office/office.ts';
import { WhyNot } from '../../office/unanswered.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Rows } from '../../ui/rows.tsx';

/** Reasons shown of each; the newest. */
const shownReasons = 3;

const wayOf = (device: string): string => device.slice(0, Math.max(0, device.indexOf(':')));

export function Devices() {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { answer, again } = useAnswer({ ask: 'devices' });
  const time = (at: number | null): string => (at === null ? t('devices.never') : timeText(at, now, offset));
  return (
    <>
      <div className="system__bar">
        <span className="office__note">{t('devices.note')}</span>
        <Button className="system__push" onClick={again}>
          {t('devices.again')}
        </Button>
      </div>
      {answer !== undefined && answer.status !== 'granted' && <WhyNot why={answer} again={again} />}
      <Rows<DeviceShown>
        rows={answer === undefined ? undefined : answer.status === 'granted' ? answer.body.devices : []}
        idOf={({ device }) => device}
        empty={t('devices.none')}
        columns={[
          { title: t('devices.device'), of: ({ device }) => device.slice(device.indexOf(':') + 1) },
          { title: t('devices.way'), of: ({ device }) => codeText(t, 'intakes.name', wayOf(device)) },
          {
            title: t('devices.unit'),
            of: ({ unitName, leads }) => (leads ? bracketed(t, unitName, t('devices.leads')) : unitName),
          },
          { title: t('devices.duty'), of: ({ onDuty }) => t(onDuty ? 'devices.onDuty' : 'devices.offDuty') },
          { title: t('devices.lastHeard'), of: ({ lastAt }) => time(lastAt) },
          { title: t('devices.believed'), right: true, of: ({ believed }) => believed },
          {
            title: t('devices.clock'),
            of: (device) => (
              <span className={device.clock === null || device.clock === 'right' ? '' : 'system__late'}>
                {clockText(device, t)}
              </span>
            ),
          },
          {
            title: t('devices.refused'),
            of: ({ refused }) =>
              sentences(
                t,
                refused.slice(0, shownReasons).map(({ reason, count, lastAt }) =>
                  t('devices.refusedOnce', {
                    ...{ reason: codeText(t, 'devices.reason', reason), count, time: time(lastAt) },
                  }),
                ),
              ),
          },
          { title: t('devices.identifier'), of: ({ identifier }) => identifier ?? '' },
        ]}
      />
    </>
  );
}
