/** Prints the table of rights into `docs/permissions.md`: `npm run permissions`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zhCNRoles } from '../renderer/i18n/zh-cn-system.ts';
import { roleSchema } from '../shared/domain/account/events.ts';
import type { ActingRole, Allowed, Reach } from '../shared/domain/rules/permissions.ts';
import {
  apart,
  commandRights,
  documentRights,
  doorRoles,
  otherRights,
  pageActions,
  roleLimits,
} from '../shared/domain/rules/permissions.ts';

type Row = readonly [action: string, allowed: Allowed];

/** Below the root of the repository. */
export const permissionsFile = join('docs', 'permissions.md');

const nameOf = (role: ActingRole): string => zhCNRoles[role];
const marks: { readonly [reach in Reach]: string } = { any: '●', scope: '◐', own: '○' };
const limitNames = {
  ...{ bureau: '全局', brigade: '大队', squad: '中队', zone: '块区' },
  ...{ street: '街镇', operation: '联合行动' },
} as const;

const people: readonly ActingRole[] = roleSchema.options;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Only columns in which something is allowed, so that the matrix can be read. */
function matrix(what: string, rows: readonly Row[]): string {
  const roles = [...people, ...doorRoles].filter((role) => rows.some(([, allowed]) => allowed[role] !== undefined));
  return table(
    [what, ...roles.map(nameOf)],
    rows.map(([action, allowed]) => [
      `\`${action}\``,
      ...roles.map((role) => {
        const reach = allowed[role];
        return reach === undefined ? '' : marks[reach];
      }),
    ]),
  );
}

const rowsOf = (rights: { readonly [action: string]: Allowed }): readonly Row[] => Object.entries(rights);

export function permissionsText(): string {
  const listed = (roles: readonly ActingRole[]): string => roles.map(nameOf).join('、');
  const limits = people.map((role) => [
    nameOf(role),
    `\`${role}\``,
    roleLimits[role as keyof typeof roleLimits].map((limit) => limitNames[limit]).join('、'),
  ]);
  const others = rowsOf(otherRights);
  const isPage = (action: string): boolean => pageActions.some((page) => page === action);
  const sections = [
    '# Who may do what',
    'Printed by `npm run permissions` from `shared/domain/rules/permissions.ts`, which the hub enforces, but for the pages at the end. Change the table there.',
    [
      `${marks.any} allowed, whatever it is about (or it is about no document)`,
      `${marks.scope} within what the role's grant is limited to; without a limit, the whole bureau`,
      `${marks.own} only what is the person's own: the account; the squad's units; of an officer a unit for the time in its crew; the unit of the device`,
      'empty: refused, and noted in the access log',
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    'A person may have several roles. What is asked is allowed where one of them allows it.',
    '## Roles and what they may be limited to',
    'A grant names one of these limits. 全局: it may also be for the whole bureau. 块区 holds during the duty night, 联合行动 while it runs; what happened in the last duty night may be said after it.',
    table(['角色', 'role', '范围'], limits),
    '## Roles that one account never has together',
    apart.map(({ one, other }) => `- ${listed(one)} × ${listed(other)}`).join('\n'),
    '## Commands',
    'Within scope of an operation that is planned, started or changed are all of its squads, not one of them. Squads and zones are recorded by who is there for the whole bureau, a unit by who has its squad, before and after.',
    matrix('command', rowsOf(commandRights)),
    '## Documents a seat is sent',
    matrix('document', rowsOf(documentRights)),
    '## Everything else that is asked',
    matrix(
      'action',
      others.filter(([action]) => !isPage(action)),
    ),
    '## Pages',
    'On the screens only: which pages are offered. The hub is not asked for a page; what is on it is held to the tables above.',
    matrix(
      'page',
      others.filter(([action]) => isPage(action)),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', permissionsFile);
  writeFileSync(file, permissionsText());
  process.stdout.write(`permissions: written to ${permissionsFile}\n`);
}
