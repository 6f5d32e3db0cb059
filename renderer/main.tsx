import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '../shared/lib/must.ts';
import { App } from './app/app.tsx';
import { startTexts } from './i18n/index.ts';
import { connectSeat } from './seat-client/index.ts';
import { SeatProvider } from './seat-client/hooks.ts';
import { takeWallToken } from './seat-client/wall-token.ts';
import './theme/base.css';
import './theme/controls.css';
import { ThemeProvider } from './theme/theme.tsx';

// Before anything waits: the address is out of sight as soon as possible.
const wallToken = takeWallToken();
await startTexts();
createRoot(must(document.getElementById('root'), 'the root of the page')).render(
  <StrictMode>
    <SeatProvider value={connectSeat()}>
      <ThemeProvider>
        <App wallToken={wallToken} />
      </ThemeProvider>
    </SeatProvider>
  </StrictMode>,
);
