/** The run shown, as files to keep or to hand on. */
import { useState, type ReactNode } from 'react';
import { promptOf } from '../../experiment/artefacts.ts';
import { toErrorData } from '../../errors/lab-error.ts';
import type { ExportFormat } from '../../protocol/experiment-protocol.ts';
import { useLab, useRun } from '../lab-context.tsx';
import { EXPORT_FORMATS, EXPORT_LABELS, exportRecord } from '../library/export-run.ts';
import { recordOfRun } from '../run/run-of-record.ts';

export function RunFiles(): ReactNode {
  const lab = useLab();
  const [problem, setProblem] = useState<string | null>(null);
  const isOver = useRun(({ status }) => status === 'finished' || status === 'stopped');
  const hasPrompt = useRun((state) => promptOf(state.artefacts) !== null);
  if (!isOver) return null;
  const save = async (format: ExportFormat): Promise<void> => {
    const record = recordOfRun(lab.run.getState());
    if (record === null) return;
    setProblem(null);
    try {
      await exportRecord(lab, record, format);
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown, 'file');
      setProblem(`${message} ${remedy}`);
    }
  };
  return (
    <section className="figure figure-wide run-files" aria-labelledby="run-files-title">
      <h3 id="run-files-title">Take it with you</h3>
      <p className="quiet">
        The experiment file holds recipe, curves and prompt, and opens in the Library or with{' '}
        <code>lab report</code>; the others hold the prompt.
      </p>
      <div className="banner-actions">
        {EXPORT_FORMATS.filter((format) => hasPrompt || format === 'plab').map((format) => (
          <button key={format} type="button" onClick={() => void save(format)}>
            {EXPORT_LABELS[format]}
          </button>
        ))}
      </div>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
