/** Signing in at the form, by hand. */
import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { demoPassword } from '../../hub/accounts/demo.ts';

/** The field of the login name. By its role: what the page of accounts holds bears the same label. */
export const loginField = (page: Page): Locator => page.getByRole('textbox', { name: '账号' });

export async function signIn(page: Page, login: string, password = demoPassword): Promise<void> {
  await loginField(page).fill(login);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
}

/** Signs in and waits until that is done; on a loaded machine the hub may take longer than the seat waits. */
export async function signInAs(page: Page, login: string): Promise<void> {
  await expect(async () => {
    await signIn(page, login);
    await expect(loginField(page)).toHaveCount(0, { timeout: 15_000 });
  }).toPass({ timeout: 60_000 });
}
