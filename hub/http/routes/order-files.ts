/** Files that an order of work brings with it over HTTP. */
import { z } from 'zod';
import { fileLimits, fileOfSchema } from '../../../shared/domain/incident/events-papers.ts';
import type { Actor } from '../../../shared/lib/journal.ts';
import type { FileFault, Files } from '../../files/files.ts';
import { checkedFile } from '../../files/files.ts';
import { closedProblem } from '../closed.ts';
import { Problem } from '../problem.ts';

/** base64 of the files, and what an order has besides. */
export const orderBodyLimit = Math.ceil((fileLimits.bytes * 3 * 4) / 3) + 256 * 1024;

export const orderFilesSchema = z
  .array(
    z.strictObject({
      /** Told by its bytes; the name is kept in the vault. */
      name: z.string().max(500),
      data: z.base64(),
      of: fileOfSchema.default('complaint'),
    }),
  )
  .max(fileLimits.perOrder);

export interface OrderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly of: z.infer<typeof fileOfSchema>;
}

const faults: { readonly [code in FileFault]: string } = {
  Empty: '文件是空的',
  TooLarge: `文件超过 ${fileLimits.bytes / 1_000_000} MB`,
  TypeUnknown: '只收图片、PDF 和录音，按内容识别，不看文件名',
};

/** Throws a 400 that names the file which cannot be taken: nothing of the order is taken in then. */
export function filesOf(files: z.infer<typeof orderFilesSchema> | undefined): readonly OrderFile[] {
  return (files ?? []).map(({ name, data, of }, place) => {
    const bytes = Buffer.from(data, 'base64');
    const type = checkedFile(bytes);
    const field = `files.${String(place)}.data`;
    if (!type.ok) throw new Problem(400, type.error, `${field}：${faults[type.error]}`, { field });
    return { name, bytes, of };
  });
}

/** Throws a 422 for what the incident does not take, a 503 while nothing is taken: sent again, the rest is added. */
export async function attachAll(
  incident: string,
  brought: readonly OrderFile[],
  { files, by }: { readonly files: Files | undefined; readonly by: Actor },
): Promise<void> {
  for (const [place, { name, bytes, of }] of brought.entries()) {
    const field = `files.${String(place)}`;
    if (files === undefined) throw new Problem(422, 'FilesNotKept', `${field}：本中枢不保存文件`, { field });
    const whose = of === 'letter' ? ('office' as const) : ('caller' as const);
    const done = await files.attach({ incident, name, bytes, of, whose, way: 'http' }, by);
    if (done.state === 'unavailable') throw closedProblem(done.answer);
    if (done.state === 'refused')
      throw new Problem(422, done.refusal.code, `${field}：未能加入，这件投诉的文件可能已满`, { field });
  }
}
