/** The people of the demo district. Announced as such, with one password for all, and let in by a demo hub only. */
import type { RoleGrant } from '../../shared/domain/account/events.ts';

export interface DemoAccount {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly RoleGrant[];
}

/** No secret: every demo hub tells it to whoever asks. */
export const demoPassword = 'lianqin-demo';

export const demoAccounts: readonly DemoAccount[] = [
  { login: 'zhihui1', name: '指挥一席', roles: [{ role: 'dispatcher' }] },
  { login: 'zhihui2', name: '指挥二席', roles: [{ role: 'dispatcher' }] },
  { login: 'yeban', name: '夜班席', roles: [{ role: 'nightDesk' }] },
  { login: 'zhiban', name: '值班长', roles: [{ role: 'shiftLead' }] },
  { login: 'daiban', name: '带班领导', roles: [{ role: 'dutyLeader' }] },
  { login: 'fenglin', name: '枫林中队值班室', roles: [{ role: 'squadRoom', squad: 'fenglin' }] },
  { login: 'daping', name: '大屏', roles: [{ role: 'wall' }] },
  { login: 'guanli', name: '系统管理员', roles: [{ role: 'administrator' }] },
];
