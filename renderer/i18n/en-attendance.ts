/** The page of attendance and posts. */
import type { English } from './english.ts';
import type { zhCNAttendancePage } from './zh-cn-attendance.ts';

export const enAttendancePage: English<typeof zhCNAttendancePage> = {
  title: 'Attendance',
  duties: 'Attendance by fence',
  asOf: 'As of {{time}}: {{count}} duties, {{missed}} not kept now',
  none: 'No attendance this night: no fence that somebody has to keep was in force, or its units were not on duty.',
  note: 'By positions of terminals, each stretch with what it rests on; positions of the page for phones do not count. Where nothing was heard it is not known, neither kept nor missed. Shares: what is sure first, then with what is not known. What a fence exempts does not count.',
  is: { kept: 'Kept', notKept: 'Not kept', unknown: 'Not known', exempt: 'Exempt' },
  now: { kept: 'there', notKept: 'not there', unknown: 'not known', exempt: 'exempt', over: 'over' },
  share: '{{share}} % kept',
  shares: '{{least}} to {{most}} % kept',
  allExempt: 'exempt all the time',
  barTitle:
    'From its begin until now: green kept, orange not kept, blue exempt, hatched not known; underlined corrected by a person',
  facts: '{{unit}} · {{fence}}',
  rests: {
    nobody: 'no position was ever heard',
    silence: 'no positions',
    position: 'first position {{first}}, {{fixes}} in all',
    both: '{{why}}; {{seen}}',
    person: '{{name}}, {{time}}: {{reason}}',
  },
  because: {
    assignment: 'on an assignment',
    pursuit: 'in pursuit',
    resting: 'resting',
    silence: 'no positions',
  },
  correct: {
    title: 'Correct attendance',
    is: 'What was so',
    isMissing: 'Choose what was so',
    from: 'From',
    to: 'To',
    timeMissing: 'Enter a time such as 22:40',
    reversed: 'The end has to be after the begin',
    notYet: 'Only until {{time}}',
    reason: 'Reason',
    hint: 'What positions showed stays; the correction is recorded beside it with your name.',
    reasonMissing: 'Enter the reason',
    save: 'Correct',
  },
  posts: 'Posts now',
  postsKept: '{{kept}} of {{judged}} kept',
  postsNone: 'No post is due now.',
  postsNote:
    'By the positions of this moment: groups rostered there, else those of its squad. A line tells who is on it now, not how often.',
  postIs: {
    kept: 'Kept',
    short: 'Too few',
    near: 'Position too rough',
    nobody: 'Nobody',
    unseen: 'Not known',
    byHand: 'By the hall',
  },
  postKind: { fixed: 'Post', line: 'Line', area: 'Area', camera: 'Cameras' },
  post: {
    hall: 'the hall',
    needs: 'needs {{persons}} (certified {{certified}})',
    has: 'there {{persons}} (certified {{certified}})',
    there: 'There: {{names}}',
    seen: '{{name}} ({{age}} ago)',
    unseen: 'No fresh position: {{names}}',
    byHand: 'Somebody in the hall looks: positions do not show it.',
  },
};
