import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openKept } from './kept.ts';
import { Phone } from './phone.ts';
import './field.css';

const phone = new Phone(await openKept());
await phone.start();
// What is kept for whoever comes back must not be cleared away by the browser.
void navigator.storage?.persist?.();
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App phone={phone} />
    </StrictMode>,
  );
