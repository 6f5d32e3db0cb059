import type { SeatComposition } from '../../seat/compose.ts';

type Level = 'info' | 'warn' | 'error';

/** The innards of an error, which JSON would leave out. */
function plain(data: object): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  );
}

function write(level: Level, data: object, message: string): void {
  process.stderr.write(`${JSON.stringify({ program: 'seat', level, message, ...plain(data) })}\n`);
}

/** One line of JSON per happening, on stderr, which main passes through. */
export const stderrLog: NonNullable<SeatComposition['log']> = {
  info: (data, message) => write('info', data, message),
  warn: (data, message) => write('warn', data, message),
  error: (data, message) => write('error', data, message),
};
