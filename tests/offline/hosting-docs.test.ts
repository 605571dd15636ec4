import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from '../../src/offline/page-headers.ts';
import { PRECACHE_BUDGET_MB } from '../../src/offline/precache-list.ts';

const text = readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8');

test('the hosting notes have the headers, the policy and the budget that the lab is built with', () => {
  expect(text).toContain(`    ${CONTENT_SECURITY_POLICY}\n`);
  expect(text).toContain(`beyond ${PRECACHE_BUDGET_MB} MB`);
  const names = Object.keys(PAGE_HEADERS);
  for (const host of ['nginx', 'Apache', 'Caddy', 'Vercel']) {
    const section = text.split(`### ${host}\n`)[1]?.split('\n###')[0] ?? '';
    expect(names.filter((name) => !section.includes(name))).toEqual([]);
  }
});
