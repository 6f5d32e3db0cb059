/** The few pages a hall answers itself, where the screens cannot be given. They load nothing; all they do is ask again. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const policy = (nonce: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

interface HallPage {
  readonly status: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Seconds after which the page asks again. */
  readonly againAfter: number;
}

export const fullHall = (seats: number): HallPage => ({
  status: 503,
  title: '席位已满',
  lines: [
    `大厅服务最多 ${seats} 个席位，现在都在使用。`,
    '请在不用的机器上退出登录；退出 10 分钟后，它的席位会让出来。本页每分钟自动重试一次。',
    '仍然进不来，请联系系统管理员增加席位数。',
  ],
  againAfter: 60,
});

export const tooManyNew: HallPage = {
  status: 429,
  title: '请稍候',
  lines: ['这个地址短时间内打开了很多新的席位。本页 10 秒后自动重试。'],
  againAfter: 10,
};

export const seatFailed: HallPage = {
  status: 500,
  title: '席位打不开',
  lines: ['大厅服务出错，原因写在它的日志里。请联系系统管理员。本页每分钟自动重试一次。'],
  againAfter: 60,
};

/**
 * For who followed a link on another site: the browser holds the cookie back there, and a new one would take its place.
 * Asked for once more from here, it comes with the cookie.
 */
export const onceMore: HallPage = { status: 200, title: '联勤', lines: ['正在打开……'], againAfter: 0 };

/**
 * With the fragment, in which a wall finds its token: a refresh by the page's head would lose it, or lead nowhere. Loaded
 * anew a page still counts as come from the other site; under the other of its two names it does not.
 */
function again({ againAfter }: HallPage): string {
  if (againAfter > 0) return `setTimeout(() => location.reload(), ${againAfter * 1_000});`;
  return `location.replace((location.pathname === '/' ? '/index.html' : '/') + location.hash);`;
}

export function sendPage(page: HallPage, response: ServerResponse): void {
  const nonce = randomBytes(18).toString('base64');
  const body = [
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${page.title}</title>`,
    `<h1>${page.title}</h1>`,
    ...page.lines.map((line) => `<p>${line}</p>`),
    `<script nonce="${nonce}">${again(page)}</script>`,
    '</html>',
  ].join('\n');
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': policy(nonce),
    ...(page.status === 200 ? {} : { 'retry-after': String(page.againAfter) }),
  });
  response.end(body);
}
