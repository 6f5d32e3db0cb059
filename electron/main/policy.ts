/** What pages may not do, whatever they contain: go elsewhere, open windows, ask for devices, load from outside. */
import type { ContentsLike, ElectronParts, Preventable } from './electron-parts.ts';
import { isOwnPage, mayLoad } from './guards.ts';
import type { Log } from './log.ts';

export function denyByDefault({ app, session }: Pick<ElectronParts, 'app' | 'session'>, log: Log): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, log));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    log('permission denied', { permission });
    callback(false);
  });
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayLoad(details.url);
    if (cancel) log('request to the outside stopped', { url: withoutSecrets(details.url) });
    callback({ cancel });
  });
}

function confine(contents: ContentsLike, log: Log): void {
  const stay = (details: Preventable & { readonly url: string }): void => {
    if (isOwnPage(details.url)) return;
    details.preventDefault();
    log('navigation denied', { url: withoutSecrets(details.url) });
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The host is enough for a log; path and query may hold what somebody typed. */
function withoutSecrets(url: string): string {
  return URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : 'not a URL';
}
