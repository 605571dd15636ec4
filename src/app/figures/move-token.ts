/** Keys that choose a soft token, wherever the tokens are shown. */
import type { Lab } from '../lab.ts';

/**
 * Locks the token that `key` leads to, or lets it go.
 * @param columns tokens in a row
 * @returns whether the key did something
 */
export function moveToken({ view }: Lab, key: string, columns: number, count: number): boolean {
  const { lockedToken: locked } = view.getState();
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const move = moves[key];
  if (key === 'Escape' && locked !== null) view.setState({ lockedToken: null });
  else if (move !== undefined)
    view.setState({ lockedToken: locked === null ? 0 : Math.max(0, Math.min(count - 1, locked + move)) });
  else return false;
  return true;
}
