/** How the clock of a device stands, in words. */
import type { TFunction } from 'i18next';
import type { DeviceShown } from '../../shared/wire/seat-api.ts';
import { agoText } from '../hall/words.ts';

export function clockText({ clock, clockOffset }: Pick<DeviceShown, 'clock' | 'clockOffset'>, t: TFunction): string {
  if (clock === null || clockOffset === null) return t('devices.clockUnknown');
  if (clock === 'right' || clock === 'yearOff') return t(`devices.clocks.${clock}`);
  return t(`devices.clocks.${clock}`, { span: agoText(Math.abs(clockOffset), t) });
}
