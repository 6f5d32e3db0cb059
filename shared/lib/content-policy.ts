/** Headers of the screens, the same whether `app://` or the browser shell serves them. */

/** Stands in the built index.html where the nonce of one answer goes. */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * Nothing from anywhere but here. antd writes its styles into <style> elements as it runs: these carry a nonce, new with
 * each page. Style attributes stay allowed, because growing text fields and the map set them; they reach nothing, as no
 * image or font of another host may load.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // What plays a live picture puts it together itself and hands it to the element as a blob.
    'media-src blob:',
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Of a file of the screens. What runs in a worker obeys the policy that its own file came with, not that of its page: scripts
 * may fetch from here, as the worker does that draws the plain map.
 *
 * @param type Its media type.
 */
export function filePolicy(type: string): string {
  return type.startsWith('text/javascript') ? "default-src 'none'; connect-src 'self'" : "default-src 'none'";
}

export const safetyHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()',
};
