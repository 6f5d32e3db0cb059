import type { Log } from '../../hub/ports.ts';

const nothing = (): void => undefined;

export const quietHubLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
