/**
 * A scripted dispatcher at a page of the console: presses the keys and buttons that a person presses, looks at what the
 * screen says before each, and presses again where a list that was just drawn anew swallowed it.
 */
import type { Page } from 'playwright/test';
import type { Chance } from '../../../simulator/random.ts';

/** What the screen says of the incident that is open. */
interface Shown {
  readonly number: string;
  readonly claimed: string | null;
  /** It was worked out what to do. */
  readonly advised: boolean;
  /** Something may be sent: it is advised, or advised after a look, and nobody is there. */
  readonly maySend: boolean;
  readonly previewed: boolean;
  readonly asked: boolean;
  /** An entry about it waits for the hub. */
  readonly waits: boolean;
  /** A matter of another authority: the button that hands it on. */
  readonly mayRefer: boolean;
  /** Nothing is owed any more. */
  readonly mayClose: boolean;
}

/** How long the screen may take to show what a press does before it is pressed again; and how often, machine ms. */
const againMs = 3_000;
const mostPresses = 4;
/** How often the screen is looked at, machine ms. */
const lookMs = 120;
/** How long an entry may wait for the hub, machine ms: then the next incident is looked at. */
const answerMs = 20_000;

export class Dispatcher {
  readonly page: Page;
  readonly login: string;
  readonly chance: Chance;
  /** What was pressed to its end. */
  readonly done = { claimed: 0, sent: 0, referred: 0, closed: 0, together: 0, turns: 0, missed: 0 };

  constructor(page: Page, login: string, chance: Chance) {
    this.page = page;
    this.login = login;
    this.chance = chance;
  }

  shown(): Promise<Shown> {
    return this.page.evaluate(() => {
      const { document } = window;
      const text = (selector: string): string => document.querySelector(selector)?.textContent?.trim() ?? '';
      const number = text('.detail__number');
      const buttons = [...document.querySelectorAll('[data-section="actions"] .actions__row button')];
      const words = (button: Element): string => button.textContent?.trim() ?? '';
      const advice = document.querySelector('[data-advice]')?.getAttribute('data-advice') ?? '';
      return {
        number,
        claimed: document.querySelector('[data-claimed]')?.getAttribute('data-claimed') ?? null,
        advised: advice !== '',
        maySend:
          ['send', 'confirm'].includes(advice) &&
          document.querySelector('.recommended__anyway') === null &&
          document.querySelector('.recommended__unit') !== null,
        previewed: document.querySelector('.recommended__unit--previewed') !== null,
        asked: document.querySelector('.override[role="dialog"]') !== null,
        waits: document.querySelector(`[data-incident="${number}"] .queue-row__pending`) !== null,
        mayRefer: advice === 'refer' && buttons.some((button) => /^[^（]+转[^（]+$/.test(words(button))),
        mayClose: buttons.some((button) => words(button) === '办结' && !button.classList.contains('act--quiet')),
      };
    });
  }

  /** Numbers in the queue, from the top, of these stages and, where told so, nobody's. */
  queue(stages: readonly string[]): Promise<readonly string[]> {
    return this.page.evaluate(
      (wanted) =>
        [...window.document.querySelectorAll('[data-incident]')]
          .filter((row) => wanted.includes(row.getAttribute('data-stage') ?? ''))
          .map((row) => row.getAttribute('data-incident') ?? ''),
      [...stages],
    );
  }

  /** True once the screen says so; false where it did not in time. */
  async #until(holds: (shown: Shown) => boolean, milliseconds = againMs): Promise<boolean> {
    const end = Date.now() + milliseconds;
    for (;;) {
      if (holds(await this.shown())) return true;
      if (Date.now() >= end) return false;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }

  /** A key of the console: whatever was clicked before must not take it for itself. */
  async #key(key: string): Promise<void> {
    await this.page.evaluate(() => {
      if (window.document.activeElement instanceof HTMLElement) window.document.activeElement.blur();
    });
    await this.page.keyboard.press(key);
  }

  /** Presses while the screen says `when`, until it says `then`. */
  async #press(press: () => Promise<void>, when: (shown: Shown) => boolean, then: (shown: Shown) => boolean) {
    for (let presses = 0; presses < mostPresses; presses += 1) {
      const shown = await this.shown();
      if (then(shown)) return true;
      if (!when(shown)) return false;
      await press();
      if (await this.#until(then)) return true;
    }
    return false;
  }

  /** By its row where the list draws it, else by its number on the command line. */
  async look(number: string): Promise<boolean> {
    await this.#dismiss();
    const row = this.page.locator(`[data-incident="${number}"]`);
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if ((await row.count()) > 0)
        // The list moves as orders come in: whichever row is hit, the screen says it.
        await row.click({ timeout: againMs, force: true }).catch(() => undefined);
      else {
        await this.#key('/');
        await this.page.keyboard.insertText(number);
        await this.page.keyboard.press('Enter');
      }
      if (await this.#until((shown) => shown.number === number)) return true;
    }
    return false;
  }

  /** The newest that nobody has acknowledged, as the key finds it: it may lie far below what the list draws. */
  async newest(): Promise<string | undefined> {
    await this.#dismiss();
    const before = (await this.shown()).number;
    await this.#key('Space');
    if (!(await this.#until(({ number }) => number !== '' && number !== before))) return undefined;
    return (await this.shown()).number;
  }

  /** Whose it is afterwards: `mine`, `other`; `nobody` where it was not to be had. */
  async claim(): Promise<string> {
    const { claimed } = await this.shown();
    if (claimed !== 'nobody') return claimed ?? 'nobody';
    await this.#press(
      () => this.#key('j'),
      (shown) => shown.claimed === 'nobody' && !shown.waits,
      (shown) => shown.claimed !== 'nobody',
    );
    await this.#dismiss();
    const after = (await this.shown()).claimed ?? 'nobody';
    if (after === 'mine') this.done.claimed += 1;
    return after;
  }

  /** Shows who would be sent. */
  async preview(): Promise<boolean> {
    await this.#until(({ advised }) => advised, answerMs);
    return this.#press(
      () => this.#key('1'),
      ({ maySend, waits }) => maySend && !waits,
      ({ previewed }) => previewed,
    );
  }

  /** Sends whom the screen shows. Whether it came to that, or somebody else was first, the seat is asked at the end. */
  async send(): Promise<void> {
    const shown = await this.shown();
    if (!shown.maySend || !shown.previewed) return;
    await this.#key('Enter');
    await this.#until(({ previewed, asked }) => !previewed || asked);
    // Somebody else is recommended by now: why not, in one key.
    if ((await this.shown()).asked) await this.page.keyboard.press('1');
    if (await this.#until(({ previewed, asked }) => !previewed && !asked)) this.done.sent += 1;
    await this.#until(({ waits }) => !waits, answerMs);
  }

  async #click(name: RegExp): Promise<void> {
    const button = this.page.locator('[data-section="actions"] .actions__row').first().getByRole('button', { name });
    await button
      .first()
      .click({ timeout: againMs, force: true })
      .catch(() => undefined);
  }

  /** On to whose it is. */
  async refer(): Promise<void> {
    const done = await this.#press(
      () => this.#click(/^[^（]+转[^（]+$/),
      ({ mayRefer, waits }) => mayRefer && !waits,
      ({ mayRefer }) => !mayRefer,
    );
    if (done) this.done.referred += 1;
  }

  async #close(): Promise<void> {
    const { number } = await this.shown();
    const done = await this.#press(
      () => this.#click(/^办结$/),
      (shown) => shown.number === number && shown.mayClose && !shown.waits,
      (shown) => shown.number !== number || !shown.mayClose,
    );
    if (done) this.done.closed += 1;
  }

  /** What another seat's quicker hand turned a key into, such as a claim into a take-over, asks for a reason: not now. */
  async #dismiss(): Promise<void> {
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if ((await this.page.locator('[role="dialog"]').count()) === 0) return;
      await this.#key('Escape');
    }
  }

  /** One of those at the top of the queue, taken up as one alone does it. */
  async alone(): Promise<void> {
    this.done.turns += 1;
    await this.#dismiss();
    const fresh = await this.queue(['received']);
    // The key takes everybody to the same one; the mouse does not.
    const number = this.chance.next() < 0.5 ? this.chance.pick(fresh.slice(0, 6)) : undefined;
    if (number === undefined) {
      if ((await this.newest()) === undefined) return this.#end();
    } else if (!(await this.look(number))) return this.#missed();
    await this.takeUp();
  }

  /** What is open: claimed, and then handed on, or somebody sent. */
  async takeUp(): Promise<void> {
    const whose = await this.claim();
    // Whose it is keeps nobody from anything; now and then somebody does not look.
    if (whose === 'other' && this.chance.next() < 0.7) return;
    if ((await this.shown()).mayRefer) return this.refer();
    if (await this.preview()) await this.send();
  }

  /** Nobody waits: something is closed of which nothing is owed. */
  async #end(): Promise<void> {
    const rest = await this.queue(['acknowledged', 'handled', 'referred', 'returned']);
    const number = this.chance.pick(rest);
    if (number === undefined || !(await this.look(number))) return this.#missed();
    const shown = await this.shown();
    if (shown.mayClose) await this.#close();
    else if (shown.maySend) await this.takeUp();
    else this.#missed();
  }

  #missed(): void {
    this.done.missed += 1;
  }
}

/** Two go for the same one at the same moment: both claim it, or both send. */
export async function together(first: Dispatcher, second: Dispatcher): Promise<void> {
  const both = [first, second];
  const number = await first.newest();
  if (number === undefined || !(await second.look(number))) {
    await Promise.all(both.map((one) => one.alone()));
    return;
  }
  for (const one of both) one.done.together += 1;
  if (first.chance.next() < 0.5) {
    await Promise.all(both.map((one) => one.takeUp()));
    return;
  }
  if ((await first.shown()).mayRefer) {
    await Promise.all(both.map((one) => one.refer()));
    return;
  }
  const ready = await Promise.all(both.map((one) => one.preview()));
  if (ready.every(Boolean)) await Promise.all(both.map((one) => one.send()));
}
