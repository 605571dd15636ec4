/** What the service worker keeps of a host's answer. */
import { PAGE_HEADERS } from './page-headers.ts';

const isPage = (type: string): boolean => type.startsWith('text/html');
const isScript = (type: string): boolean => /^(text|application)\/javascript/.test(type);

/**
 * The answer to keep for `path`, or null where it is not the file: an error, or the page itself, with which some hosts
 * answer for what they lack. Pages and scripts get the headers that the host left out: so a host without any gives
 * isolation, and with it threads, from the second visit on.
 */
export function keptAnswer(path: string, answer: Response): Response | null {
  const type = answer.headers.get('content-type') ?? '';
  const asksForPage = path.endsWith('/') || path.endsWith('.html');
  if (answer.status !== 200 || isPage(type) !== asksForPage) return null;
  if (!isPage(type) && !isScript(type)) return answer;
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) if (!headers.has(name)) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}
