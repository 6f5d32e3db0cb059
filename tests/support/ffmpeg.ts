/** Live streams of a moving test picture, made by ffmpeg as cameras and media servers make them. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

let installed: boolean | undefined;

/** Whether there is an ffmpeg that makes H.264; Debian's is installed where this process may. */
export function hasFfmpeg(): boolean {
  installed ??= ensure();
  return installed;
}

function ensure(): boolean {
  if (works()) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  process.stderr.write('Installing ffmpeg (apt-get) …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg'], {
      stdio: ['ignore', 2, 2],
      env,
    });
  } catch {
    return false;
  }
  return works();
}

function works(): boolean {
  try {
    return execFileSync('ffmpeg', ['-hide_banner', '-encoders'], { encoding: 'utf8' }).includes('libx264');
  } catch {
    return false;
  }
}

const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15'];
const encoded = [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
  ...['-profile:v', 'baseline', '-g', '15', '-b:v', '300k', '-threads', '1'],
];

function run(output: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', ...picture, ...encoded, ...output];
  return spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] });
}

/** FLV without end on its standard output. */
export const liveFlv = (): ChildProcessByStdio<null, Readable, null> => run(['-f', 'flv', 'pipe:1']);

/** A live playlist `live.m3u8` with segments of a second in the folder. */
export function liveHls(folder: string): ChildProcessByStdio<null, Readable, null> {
  const flags = ['-hls_time', '1', '-hls_list_size', '5', '-hls_flags', 'delete_segments+omit_endlist'];
  return run(['-f', 'hls', ...flags, join(folder, 'live.m3u8')]);
}
