/** What has to be said of a prompt that came without its run: the PLM and the task that it is for, or which of several it is. */
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { useStore } from 'zustand';
import { useLab, useShelf } from '../lab-context.tsx';
import type { OpenQuestion } from './experiments.ts';
import { modelsOn, tasksOn } from './shelf.ts';

export function PromptQuestion(): ReactNode {
  const { experiments } = useLab();
  const asked = useStore(experiments.question, (state) => state.asked);
  if (asked === null) return null;
  return asked.kind === 'prompt' ? <WhatFor asked={asked} /> : <WhichTask asked={asked} />;
}

function WhatFor({ asked }: { readonly asked: Extract<OpenQuestion, { kind: 'prompt' }> }): ReactNode {
  const { library } = useLab();
  const id = useId();
  const shelf = useShelf((state) => state);
  const fitting = modelsOn(shelf).filter(({ width }) => width === asked.prompt.width);
  const [plm, setPlm] = useState(() =>
    likelyModel(
      asked.base,
      fitting.map(({ name }) => name),
    ),
  );
  const [task, setTask] = useState(() => tasksOn(shelf)[0]?.name ?? '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void library.adoptPrompt(asked, plm, task);
  };
  return (
    <form className="banner prompt-question" onSubmit={submit} aria-labelledby={`${id}-title`}>
      <p id={`${id}-title`}>
        <strong>{asked.name}</strong>: {asked.prompt.length} soft tokens, {asked.prompt.width} wide
        {asked.base !== null && <>, for {asked.base}</>}. What is it for?
      </p>
      {fitting.length === 0 ? (
        <p className="field-error">
          No PLM on this device has word embeddings of that width. Bring in the one that it was trained for
          first, then this prompt again.
        </p>
      ) : (
        <>
          <div className="field">
            <label htmlFor={`${id}-plm`}>PLM</label>
            <select id={`${id}-plm`} value={plm} onChange={({ target }) => setPlm(target.value)}>
              {fitting.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-task`}>Task</label>
            <select id={`${id}-task`} value={task} onChange={({ target }) => setTask(target.value)}>
              {tasksOn(shelf).map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </div>
        </>
      )}
      <div className="banner-actions">
        <button type="submit" className="primary" disabled={fitting.length === 0}>
          Keep it as a run
        </button>
        <Leave />
      </div>
    </form>
  );
}

/** The one that the file names, if it is here under that name or the end of it. */
function likelyModel(base: string | null, names: readonly string[]): string {
  const wanted = (base ?? '').replace(/^.*\//, '').toLowerCase();
  return names.find((name) => name === wanted) ?? names[0] ?? '';
}

function WhichTask({ asked }: { readonly asked: Extract<OpenQuestion, { kind: 'which-task' }> }): ReactNode {
  const { library } = useLab();
  const id = useId();
  const [task, setTask] = useState('0');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void library.openExperiment(asked.files, Number(task));
  };
  return (
    <form className="banner prompt-question" onSubmit={submit}>
      <p>
        <strong>{asked.name}</strong> holds prompts of {asked.tasks} tasks, without their names.
      </p>
      <div className="field">
        <label htmlFor={id}>Task number, as in its training</label>
        <select id={id} value={task} onChange={({ target }) => setTask(target.value)}>
          {Array.from({ length: asked.tasks }, (_, number) => (
            <option key={number} value={number}>
              {number}
            </option>
          ))}
        </select>
      </div>
      <div className="banner-actions">
        <button type="submit" className="primary">
          Take this one
        </button>
        <Leave />
      </div>
    </form>
  );
}

function Leave(): ReactNode {
  const { experiments } = useLab();
  return (
    <button type="button" onClick={() => experiments.question.setState({ asked: null })}>
      Leave it
    </button>
  );
}
