import { demoAccounts, demoPassword } from '../../accounts/demo.ts';
import type { Route } from '../server.ts';

/** `GET /api/v1/demo-accounts`, open, on demo hubs only (404 on any other): who may log in, and the one password. */
export function demoAccountsRoute(): Route {
  return (server) => server.get('/api/v1/demo-accounts', () => ({ password: demoPassword, accounts: demoAccounts }));
}
