// Every page that the navigation leads to, for each role, with the eyes of everybody.
import { expect, giveReason, look, signIn, test } from './fixtures';

test('the way in', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in to Sallyport' })).toBeVisible();
  await look(page, 'sign-in', ['light', 'dark']);
});

test('an address that leads nowhere', async ({ page }) => {
  await signIn(page, 'alice', '/no/such/page');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await look(page, 'not-found');
});

/** A page that several people have is looked at once; what each of them may do there is other specs' matter. */
const seen = new Set<string>();

for (const name of ['alice', 'officer', 'auditor', 'admin']) {
  test(`the pages of ${name}`, async ({ page }) => {
    test.setTimeout(300_000);
    await signIn(page, name);
    const links = page.getByRole('navigation').getByRole('link');
    await expect(links.first()).toBeVisible();
    const paths = await links.evaluateAll(all => all.map(link => new URL((link as HTMLAnchorElement).href).pathname));
    if (name === 'officer') {
      // behind the question why stands what is worth looking at
      await look(page, 'officer-reason');
      await giveReason(page);
    }
    for (const path of paths.filter(each => !seen.has(each))) {
      seen.add(path);
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('load');
        await page.waitForTimeout(700);
        await look(page, `${name}${path.replaceAll('/', '-')}`);
      });
    }
  });
}

test('the keyboard alone reaches navigation, content and menus', async ({ page }) => {
  await signIn(page, 'admin');
  await page.reload();
  await expect(page.getByTestId('user-menu')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await page.getByTestId('user-menu').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeHidden();
});
