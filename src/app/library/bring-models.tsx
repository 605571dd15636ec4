/** Where PLMs come in: those that ship, those known to be on a hub, any other of a hub, files of this device. */
import { useEffect, useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { DEFAULT_HUB } from '../../data/models/hub-address.ts';
import { KNOWN_MODELS, type KnownModel } from '../../data/models/known-models.ts';
import { downloadBytes } from '../../data/model-catalogue.ts';
import { parameterCount, size } from '../../data/models/preflight.ts';
import { useLab, useLibrary, useShelf } from '../lab-context.tsx';
import { pickedFiles } from './dropped-files.ts';
import { HubOfferView } from './hub-offer.tsx';
import { TRAIN_WITH } from './item-actions.ts';
import { ActionButton } from './item-list.tsx';
import { PreflightLine } from './preflight-line.tsx';

export function BringModels(): ReactNode {
  return (
    <div className="bring">
      <ShippedModels />
      <UnfinishedDownloads />
      <HubForm />
      <HubOfferView />
      <ModelFilesForm />
      <KnownModels />
    </div>
  );
}

function ShippedModels(): ReactNode {
  const shipped = useShelf((state) => state.shipped);
  return (
    <ul className="items" aria-label="PLMs that ship with the lab">
      {(shipped ?? []).map((model) => (
        <li key={model.name} className="item">
          <div className="item-text">
            <p className="item-name">{model.name}</p>
            <p className="quiet">
              {model.onDemand ? 'Downloaded when it is first used' : 'Ships with the lab'} ·{' '}
              {parameterCount(model.parameters)} parameters, {model.layers} layers × {model.feedForward}{' '}
              neurons, {model.licence} · {size(downloadBytes(model))}
            </p>
          </div>
          <div className="item-actions">
            <ActionButton action={TRAIN_WITH} item={{ id: model.name, name: model.name }} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function UnfinishedDownloads(): ReactNode {
  const { library } = useLab();
  const downloads = useLibrary((state) => state.content?.downloads ?? null);
  const busy = useLibrary((state) => state.job !== null);
  if (downloads === null || downloads.length === 0) return null;
  return (
    <ul className="items" aria-label="Downloads that broke off">
      {downloads.map(({ id, files }) => (
        <li key={id} className="item">
          <div className="item-text">
            <p className="item-name">{id}</p>
            <p className="quiet">
              The download of {size(files.reduce((sum, { bytes }) => sum + bytes, 0))} broke off; what came is
              kept.
            </p>
          </div>
          <div className="item-actions">
            <button
              type="button"
              className="small"
              disabled={busy}
              aria-label={`Go on with the download of ${id}`}
              onClick={() => void library.resume(id)}
            >
              Go on
            </button>
            <button
              type="button"
              className="small"
              disabled={busy}
              aria-label={`Discard the download of ${id}`}
              onClick={() => void library.discard(id)}
            >
              Discard
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function HubForm(): ReactNode {
  const { library } = useLab();
  const id = useId();
  const busy = useLibrary((state) => state.job !== null);
  const [model, setModel] = useState('');
  const [base, setBase] = useState(DEFAULT_HUB);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (model.trim() !== '') void library.lookUp(model, base);
  };
  return (
    <form className="bring-hub" onSubmit={submit}>
      <h3>From a hub</h3>
      <div className="field">
        <label htmlFor={`${id}-model`}>Model</label>
        <input
          id={`${id}-model`}
          type="text"
          value={model}
          autoComplete="off"
          spellCheck={false}
          placeholder="org/name or org/name@revision"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setModel(target.value)}
        />
        <p className="hint" id={`${id}-hint`}>
          It needs an ONNX file with its language-modelling head, tokenizer.json and config.json. Looking it
          up asks {base} for its list of files and its config, nothing else.
        </p>
      </div>
      <details className="more">
        <summary>Another hub</summary>
        <div className="field">
          <label htmlFor={`${id}-base`}>Address of the hub</label>
          <input
            id={`${id}-base`}
            type="text"
            value={base}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setBase(target.value)}
          />
        </div>
      </details>
      <button type="submit" disabled={busy || model.trim() === ''}>
        Look it up
      </button>
    </form>
  );
}

/** Folders can only be chosen where the browser knows this attribute; React’s types don’t have it. */
const FOLDER = { webkitdirectory: '' };

function ModelFilesForm(): ReactNode {
  const { library } = useLab();
  const id = useId();
  const busy = useLibrary((state) => state.job !== null);
  const take = (list: FileList | null): void => {
    if (list !== null && list.length > 0) void library.importModel(pickedFiles(list), null);
  };
  return (
    <div className="bring-files">
      <h3>From this device</h3>
      <p className="hint">
        A folder, its files, or a zip of them: model.onnx with its external data, tokenizer.json, config.json.
        Or drop them anywhere on this page. Nothing is uploaded.
      </p>
      <div className="bring-inputs">
        <label htmlFor={`${id}-folder`}>Folder</label>
        <input
          id={`${id}-folder`}
          type="file"
          disabled={busy}
          {...FOLDER}
          onChange={({ target }) => take(target.files)}
        />
        <label htmlFor={`${id}-files`}>Files or a zip</label>
        <input
          id={`${id}-files`}
          type="file"
          multiple
          disabled={busy}
          onChange={({ target }) => take(target.files)}
        />
      </div>
    </div>
  );
}

function KnownModels(): ReactNode {
  const { library } = useLab();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) void library.measure();
  }, [library, open]);
  return (
    <details className="more" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>PLMs known to be on Hugging Face as ONNX</summary>
      <ul className="items">
        {KNOWN_MODELS.map((model) => (
          <KnownRow key={model.title} known={model} />
        ))}
      </ul>
    </details>
  );
}

const TRIED: Readonly<Record<KnownModel['tried'], string>> = {
  'against-pytorch':
    'Its architecture was checked against PyTorch with other weights; these weights were never run by us.',
  differences: 'Graphs of its form were checked by finite differences; these weights were never run by us.',
};

function KnownRow({ known }: { readonly known: KnownModel }): ReactNode {
  const { library } = useLab();
  const busy = useLibrary((state) => state.job !== null);
  const { title, model, parameters, licence, bytes, note, tried, shape } = known;
  const half = bytes.float16 === null ? '' : ` (half precision ${size(bytes.float16)})`;
  return (
    <li className="item">
      <div className="item-text">
        <p className="item-name">{title}</p>
        <p className="quiet">
          {parameterCount(parameters)} parameters, {shape.layers} layers × {shape.feedForward} neurons,{' '}
          {licence} · {size(bytes.float32)}
          {half}. {note} {TRIED[tried]}
        </p>
        <PreflightLine shape={shape} bytes={bytes.float32} />
      </div>
      {model !== null && (
        <div className="item-actions">
          <button
            type="button"
            className="small"
            disabled={busy}
            aria-label={`Look up ${title}`}
            onClick={() => void library.lookUp(model, DEFAULT_HUB)}
          >
            Look it up
          </button>
        </div>
      )}
    </li>
  );
}
