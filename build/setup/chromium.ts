/** Finds the Chromium that browser tests and screenshots use; installs Debian's where this process may. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const candidates = [
  process.env['LIANQIN_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** Flags under which Chromium draws WebGL without a GPU and makes no call to any outside host. */
export const chromiumFlags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** As `chromiumFlags`, without WebGL: maps are the plain ones, which cost a machine without a GPU far less. */
export const plainChromiumFlags = [
  ...chromiumFlags.filter((flag) => !/angle|swiftshader|ignore-gpu/.test(flag)),
  '--disable-3d-apis',
];

function find(): string | undefined {
  return candidates.find((path) => path !== undefined && existsSync(path));
}

function hasChineseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return existsSync('/usr/share/fonts/opentype/noto');
  }
}

/** The path of a Chromium. Throws an error that says what to install where there is none and none can be fetched. */
export function ensureChromium(): string {
  const found = find();
  if (found !== undefined && hasChineseFont()) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write('Installing Chromium and Chinese fonts (apt-get) …\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { stdio: ['ignore', 2, 2], env });
    const installed = find();
    if (installed !== undefined) return installed;
  }
  if (found !== undefined) return found;
  throw new Error(
    'The browser tests need Chromium and a Chinese font. Install them ' +
      '(Debian and Ubuntu: apt-get install chromium fonts-noto-cjk) or set LIANQIN_CHROMIUM to the path of a Chromium.',
  );
}
