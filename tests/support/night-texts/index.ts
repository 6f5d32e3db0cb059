/** All labelled texts: those the rules were improved on, and those kept aside. */
import { firstMore } from './first-more.ts';
import { firstOthers } from './first-others.ts';
import { firstWorks } from './first-works.ts';
import { keptAside } from './kept-aside.ts';
import { secondTexts } from './second.ts';

export const improvedOn = [...firstWorks, ...firstOthers, ...firstMore, ...secondTexts];
export { keptAside };
