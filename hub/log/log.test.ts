import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function written(say: (log: ReturnType<typeof createLog>) => void, level = 'debug'): string[] {
  const lines: string[] = [];
  say(createLog(level, { write: (line) => lines.push(line) }));
  return lines;
}

test('a line is JSON with message and data', () => {
  const [line = ''] = written((log) => log.info({ seq: 7 }, 'committed'));
  expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'committed', seq: 7 });
});

test('what people wrote is left out, at whatever depth it was handed in', () => {
  const secret = '张三 13800000000';
  const lines = written((log) => {
    log.info({ data: secret }, 'a');
    log.warn({ command: { id: '1', data: { note: secret } } }, 'b');
    log.error({ envelope: { command: { personal: { name: secret } } } }, 'c');
    log.debug({ request: { headers: { authorization: secret } } }, 'd');
  });
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain(secret);
});

test('of an error its own words are written, not what hangs on it', () => {
  const error = Object.assign(new Error('broken'), { code: 'E_BROKEN', input: 'what somebody wrote' });
  const [line = ''] = written((log) => log.error({ err: error }, 'failed'));
  expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', message: 'broken', code: 'E_BROKEN' } });
  expect(line).not.toContain('what somebody wrote');
});

test('lines below the level are not written', () => {
  expect(written((log) => log.debug({}, 'detail'), 'info')).toEqual([]);
});
