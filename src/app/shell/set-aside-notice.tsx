/** Offers what was stored and can't be read as a download, until somebody lets it go. */
import type { ReactNode } from 'react';
import { toErrorData } from '../../errors/lab-error.ts';
import { removeSetAside, setAsideText, type SetAside } from '../../storage/set-aside.ts';
import { saveFile } from '../figures/save-file.ts';
import type { Lab } from '../lab.ts';
import { useLab, usePage } from '../lab-context.tsx';

async function letGo({ page, storage }: Lab, { id }: SetAside): Promise<void> {
  try {
    await removeSetAside(storage, id);
    page.setState(({ setAside }) => ({ setAside: setAside.filter((one) => one.id !== id) }));
  } catch (thrown) {
    page.setState({ storageProblem: toErrorData(thrown, 'storage') });
  }
}

export function SetAsideNotice(): ReactNode {
  const lab = useLab();
  const setAside = usePage((state) => state.setAside);
  return setAside.map((one) => (
    <aside key={one.id} className="banner banner-warning update-notice" aria-label={`${one.what}, set aside`}>
      <p>
        <strong>{one.what} can’t be read</strong>: it is damaged, or another version of the lab wrote it. It
        was set aside, and everything else goes on.
      </p>
      <div className="banner-actions">
        <button
          type="button"
          className="small"
          onClick={() => saveFile('prompt-lab-set-aside.json', 'application/json', setAsideText(one))}
        >
          Download it
        </button>
        <button type="button" className="small" onClick={() => void letGo(lab, one)}>
          Delete it
        </button>
      </div>
    </aside>
  ));
}
