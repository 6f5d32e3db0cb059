import { recordCommand, withdrawCommand } from '../kernel.ts';
import { recordVideoPointSchema } from './commands.ts';
import { videoPointRecordSchema } from './events.ts';
import type { VideoPointRecord } from './events.ts';
import type { VideoPointReads } from './state.ts';

const kind = 'videoPoint';
const held = (reads: VideoPointReads, id: string) => reads.videoPoint(id);

export const recordVideoPoint = recordCommand<VideoPointRecord, VideoPointReads>({
  type: 'RecordVideoPoint',
  ...{ kind, held },
  event: 'VideoPointRecorded',
  schema: recordVideoPointSchema,
  record: videoPointRecordSchema,
});

export const withdrawVideoPoint = withdrawCommand<VideoPointReads>({
  type: 'WithdrawVideoPoint',
  ...{ kind, held },
  event: 'VideoPointWithdrawn',
  unknown: 'VideoPointUnknown',
});
