/** The run shown as a file, and what makes the form's run anywhere: a command line and a recipe. */
import { useState, type ReactNode } from 'react';
import { toErrorData } from '../../../errors/lab-error.ts';
import { Provenance } from '../../controls/provenance.tsx';
import { saveFile } from '../../figures/save-file.ts';
import { commandOf } from '../command-of-draft.ts';
import { useGrow, useGrowDraft, useGrowLab } from '../grow-lab-context.ts';
import { recipeOfGrowDraft } from '../lab/recipe-of-grow-draft.ts';

export function GrowFiles(): ReactNode {
  const lab = useGrowLab();
  const shown = useGrow((state) => state.shown);
  const draft = useGrowDraft((state) => state);
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const file = await lab.file();
    setMissing(file === null);
    if (file !== null) saveFile(file.name, 'application/zip', file.bytes);
  };
  const saveRecipe = (): void => {
    setProblem(null);
    try {
      const recipe = recipeOfGrowDraft(draft, null);
      saveFile(
        `grow-${draft.plm}-${draft.task}.json`,
        'application/json',
        `${JSON.stringify(recipe, null, 2)}\n`,
      );
    } catch (thrown) {
      const { message, remedy } = toErrorData(thrown);
      setProblem(`${message} ${remedy}`);
    }
  };
  return (
    <section className="figure figure-wide run-files" aria-labelledby="grow-files-title">
      <h3 id="grow-files-title">Take the run with you</h3>
      {shown !== null && <Provenance madeBy={shown.madeBy} />}
      <p className="quiet">
        The experiment file opens here, in the Library or with <code>lab report</code>; figures and tables are
        saved under Tables.
      </p>
      <div className="banner-actions">
        <button type="button" disabled={shown === null} onClick={() => void save()}>
          Experiment file (.plab)
        </button>
        <button type="button" onClick={saveRecipe}>
          Recipe of the form (.json)
        </button>
      </div>
      {missing && (
        <p className="field-error" role="alert">
          The file of this run isn’t there. Connect and open the place again, or grow one live.
        </p>
      )}
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <p>The same from a command line:</p>
      <pre className="command" tabIndex={0}>
        <code>{commandOf(draft)}</code>
      </pre>
      {draft.startFrom !== '' && (
        <p className="quiet">The prompt to start from is one of this device: save it in the Library first.</p>
      )}
    </section>
  );
}
