/** The sweep shown: how it was made, and as a file to keep or to hand on. */
import type { ReactNode } from 'react';
import { saveFile } from '../figures/save-file.ts';
import { useLab, useSweep } from '../lab-context.tsx';

export function SweepFiles(): ReactNode {
  const { sweeps } = useLab();
  const has = useSweep((state) => state.record !== null);
  const save = async (): Promise<void> => {
    const file = await sweeps.file();
    if (file !== null) saveFile(file.name, 'application/zip', file.bytes);
  };
  return (
    <section className="figure figure-wide run-files" aria-labelledby="sweep-files-title">
      <h3 id="sweep-files-title">Take the sweep with you</h3>
      <Provenance />
      <p className="quiet">
        The experiment file holds every prompt and answer, and opens here, in the Library or with{' '}
        <code>lab report</code>.
      </p>
      <div className="banner-actions">
        <button type="button" onClick={() => void save()} disabled={!has}>
          Save as a file
        </button>
      </div>
    </section>
  );
}

/** By which command or on which page, on what, how much of it is done. */
function Provenance(): ReactNode {
  const report = useSweep((state) => state.report);
  if (report === null) return null;
  return (
    <p className="quiet provenance">
      Made by <code>{report.madeBy}</code>
      {report.engine !== '' && ` · ${report.engine}`} · {report.done} of {report.total} cells done
    </p>
  );
}
