/** Whether a newer page is on the phone already, and how to take it. */
import { useEffect, useState } from 'react';

export function useNewVersion(): (() => void) | undefined {
  const [waiting, setWaiting] = useState<ServiceWorker>();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return undefined;
    let alive = true;
    const look = (registration: ServiceWorkerRegistration): void => {
      // The first one of all is no new version.
      if (alive && registration.waiting !== null && registration.active !== null) setWaiting(registration.waiting);
    };
    navigator.serviceWorker.register('./worker.js', { scope: './' }).then(
      (registration) => {
        look(registration);
        registration.addEventListener('updatefound', () => {
          registration.installing?.addEventListener('statechange', () => look(registration));
        });
      },
      // Without one the page works, but opens only where there is a network.
      () => undefined,
    );
    return () => {
      alive = false;
    };
  }, []);
  if (waiting === undefined) return undefined;
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('takeOver');
  };
}
