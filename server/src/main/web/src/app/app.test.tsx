import { expect, test } from 'vitest';
import { sessionOf } from '../base/testing';
import type { Page } from './page';
import { pages } from './pages';
import { homeOf, sections } from './sections';
import { left } from './SessionEnd';

const some: Page[] = [
  { path: '/users', title: 'Users', permission: 'administer', nav: nav('administration', 2) },
  { path: '/dashboard', title: 'Dashboard', permission: 'read-state', nav: nav('administration', 1) },
  { path: '/search', title: 'Search', permission: 'read-content', nav: nav('compliance', 1) },
  { path: '/phone', title: 'Phone', permission: 'phone', nav: nav('phone', 1) },
  { path: '/calls/:id', title: 'Call', permission: 'read-content' },
].map(page => ({ ...page, load: () => Promise.reject(new Error()) }) as Page);

function nav(group: 'phone' | 'compliance' | 'administration', order: number) {
  return { group, order, icon: () => null };
}

test('the navigation has what the role may, what it came for first', () => {
  const names = (role: 'employee' | 'officer' | 'auditor' | 'admin') =>
    sections(sessionOf(role), some).map(s => [s.group, ...s.pages.map(page => page.title)]);
  expect(names('employee')).toEqual([['phone', 'Phone']]);
  expect(names('officer')).toEqual([
    ['compliance', 'Search'],
    ['phone', 'Phone'],
  ]);
  expect(names('admin')).toEqual([
    ['administration', 'Dashboard', 'Users'],
    ['phone', 'Phone'],
  ]);
  expect(homeOf(sessionOf('auditor'), some)).toBe('/dashboard');
});

test('no two pages have one address, and each page can be loaded', async () => {
  const paths = pages.map(page => page.path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const page of pages) {
    expect(page.path.startsWith('/')).toBe(true);
    expect(typeof (await page.load()).default).toBe('function');
  }
}, 30_000);

test('a session ends by its idle time or altogether, by the clock of the server', () => {
  const session = sessionOf('admin', { ends: '2026-03-01T20:00:00Z', idleSeconds: 1800 });
  const end = Date.parse(session.ends);
  expect(left(session, end - 7_200_000, end - 7_200_000)).toBe(1_800_000);
  expect(left(session, end - 60_000, end - 60_000)).toBe(60_000);
  expect(left(session, end, end, 3_600_000)).toBe(-3_600_000);
});
