import type { Server } from 'node:http';

/** Knows the requests that have come and are not answered yet. Must be put on before the server listens. */
export interface InFlight {
  /** Resolves once there are none. */
  none(): Promise<void>;
}

export function trackRequests(server: Server): InFlight {
  let open = 0;
  const waiting = new Set<() => void>();
  server.on('request', (_request, response) => {
    open += 1;
    // Comes in any case: after the last byte, or when the caller is gone.
    response.on('close', () => {
      open -= 1;
      if (open > 0) return;
      for (const resolve of waiting) resolve();
      waiting.clear();
    });
  });
  return {
    none: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
  };
}
