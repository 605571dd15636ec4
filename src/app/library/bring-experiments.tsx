/** Where runs, sweeps and prompts come in from files. */
import { useId, type ReactNode } from 'react';
import { useLab } from '../lab-context.tsx';
import { pickedFiles } from './dropped-files.ts';

export function BringExperiments(): ReactNode {
  const { library } = useLab();
  const id = useId();
  return (
    <div className="bring-files">
      <h3>From this device</h3>
      <p className="hint" id={`${id}-hint`}>
        An experiment file (.plab; many of one class become one sweep), a run record (.json), a PEFT adapter
        (its files, or a zip of its folder), or a prompt alone (.safetensors, .npy, .pt). Python pickles are
        read without running them.
      </p>
      <div className="bring-inputs">
        <label htmlFor={id}>Files or a zip</label>
        <input
          id={id}
          type="file"
          multiple
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            if (target.files !== null && target.files.length > 0)
              void library.openExperiment(pickedFiles(target.files), null);
          }}
        />
      </div>
    </div>
  );
}
