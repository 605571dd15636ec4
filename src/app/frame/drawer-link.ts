/** The open drawer in the page's address: `?drawer=neurons`. */
const DRAWER_PARAMETER = 'drawer';

export function readDrawerLink(search: string): string | null {
  const name = new URLSearchParams(search).get(DRAWER_PARAMETER);
  return name !== null && /^[a-z-]{1,32}$/.test(name) ? name : null;
}

export function writeDrawerLink(search: string, drawer: string | null): string {
  const parameters = new URLSearchParams(search);
  if (drawer === null) parameters.delete(DRAWER_PARAMETER);
  else parameters.set(DRAWER_PARAMETER, drawer);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
