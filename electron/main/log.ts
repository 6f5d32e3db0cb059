/** One line of JSON per happening, on stderr. */
export type Log = (message: string, data?: object) => void;

export const stderrLog: Log = (message, data = {}) => {
  process.stderr.write(`${JSON.stringify({ program: 'desktop', message, ...data })}\n`);
};
