import * as electron from 'electron';
import { stderrLog } from './log.ts';
import { startDesktop } from './start.ts';

startDesktop({ electron, folder: import.meta.dirname, argv: process.argv, env: process.env, log: stderrLog });
