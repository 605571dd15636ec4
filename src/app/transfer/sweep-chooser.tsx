/** Which sweep is shown, and of which of its prompts. */
import { useState, type ReactNode } from 'react';
import { useLab, useShelf, useSweep } from '../lab-context.tsx';
import { OPENING } from '../open-lab.ts';
import { PUBLISHED_NAMES } from '../sweep/published-names.ts';
import type { SweepChoice } from '../sweep/sweep-sources.ts';
import { isActive } from '../job/job-status.ts';
import { startedText } from '../train/run-words.ts';

export function SweepChooser(): ReactNode {
  const { sweeps } = useLab();
  const choice = useSweep((state) => state.choice);
  const fromFile = useSweep((state) => state.origin === 'file');
  const saved = useSweep((state) => state.saved);
  const busy = useSweep((state) => isActive(state.status));
  const shipped = useShelf((state) => state.shipped) ?? [];
  // A sweep is recorded of the PLMs that come with the page.
  const models = shipped.filter(({ onDemand }) => !onDemand);
  return (
    <div className="field field-inline sweep-choice">
      <label htmlFor="sweep-choice">Sweep shown</label>
      <select
        id="sweep-choice"
        value={choice}
        disabled={busy}
        onChange={(event) => void sweeps.show(event.target.value as SweepChoice)}
      >
        {choice === '' && <option value="">{fromFile ? 'from a file' : 'none yet'}</option>}
        <optgroup label="Recorded, ship with the lab">
          {models.map(({ name }) => (
            <option key={name} value={`recorded:${name}`}>
              {name}
            </option>
          ))}
        </optgroup>
        {(saved.length > 0 || choice.startsWith('saved:')) && (
          <optgroup label="On this device">
            {saved.map((head) => (
              <option key={head.id} value={`saved:${head.id}`}>
                {head.name}, {head.cells} cells, {startedText(head.startedAt)}
              </option>
            ))}
            {choice.startsWith('saved:') && !saved.some((head) => `saved:${head.id}` === choice) && (
              <option value={choice}>the one under way</option>
            )}
          </optgroup>
        )}
        <optgroup label="Published by Su et al. 2022">
          {PUBLISHED_NAMES.map(([plm, name]) => (
            <option key={plm} value={`published:${plm}`}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
      <Forget key={choice} />
    </div>
  );
}

/** Hours of computing can't be brought back, so it is asked once more. */
function Forget(): ReactNode {
  const { sweeps } = useLab();
  const id = useSweep((state) => state.id);
  const busy = useSweep((state) => isActive(state.status));
  const [asked, setAsked] = useState(false);
  if (id === null || busy) return null;
  const forget = async (): Promise<void> => {
    await sweeps.forget(id, OPENING.plm);
    // The button is gone; whoever pressed it by keyboard goes on from here.
    document.getElementById('sweep-choice')?.focus();
  };
  if (!asked)
    return (
      <button type="button" className="small" onClick={() => setAsked(true)}>
        Delete it from this device…
      </button>
    );
  return (
    <span className="sweep-forget">
      Its results are lost.
      <button type="button" className="small" autoFocus onClick={() => void forget()}>
        Delete
      </button>
      <button type="button" className="small" onClick={() => setAsked(false)}>
        Keep
      </button>
    </span>
  );
}

/** Where a sweep has prompts from a shared start and from starts of their own. */
export function StartChoice(): ReactNode {
  const { sweeps } = useLab();
  const both = useSweep((state) => (state.recipe?.starts.length ?? 0) > 1);
  const start = useSweep((state) => state.start);
  if (!both) return null;
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={start === 'own'}
        onChange={(event) => sweeps.setStart(event.target.checked ? 'own' : 'shared')}
      />
      <span>Prompts that each began from an initial prompt of their own (control)</span>
    </label>
  );
}
