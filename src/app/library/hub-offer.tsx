/** What a hub has of a model: which of its graphs to take, whether it fits, and the licence it comes under. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { wantedFiles } from '../../data/models/onnx-choices.ts';
import { size } from '../../data/models/preflight.ts';
import type { HubOffer } from '../../protocol/library-protocol.ts';
import { useLab, useLibrary } from '../lab-context.tsx';
import { PreflightLine } from './preflight-line.tsx';

export function HubOfferView(): ReactNode {
  const offer = useLibrary((state) => state.offer);
  return offer === null ? null : <Offer key={`${offer.at.model}@${offer.at.revision}`} offer={offer} />;
}

const PRECISIONS = {
  float32: 'float32',
  float16: 'float16, expanded to float32 when it is opened',
  quantised: 'quantised',
};

function Offer({ offer }: { readonly offer: HubOffer }): ReactNode {
  const { library } = useLab();
  const id = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const busy = useLibrary((state) => state.job !== null);
  const [graph, setGraph] = useState(offer.choices[0]?.graph.path ?? '');
  const chosen = offer.choices.find((choice) => choice.graph.path === graph);
  useEffect(() => {
    title.current?.focus();
    void library.measure();
  }, [library]);
  return (
    <section className="hub-offer" aria-labelledby={id}>
      <h3 id={id} ref={title} tabIndex={-1}>
        {offer.at.model}
      </h3>
      <p className="quiet">
        Licence: {offer.licence} · commit {offer.at.revision.slice(0, 12)}
      </p>
      {offer.choices.length === 0 && (
        <p className="field-error">
          It has no ONNX file. Look for an export of it (often called …-ONNX), or export it yourself and drop
          the files here.
        </p>
      )}
      {offer.missing.length > 0 && (
        <p className="field-error">It lacks {offer.missing.join(', ')}: without it, it can’t be used.</p>
      )}
      <fieldset className="asks">
        <legend>Which of its graphs</legend>
        {offer.choices.map(({ graph: { path }, bytes, precision, unusable }) => (
          <label key={path} className="check hub-choice">
            <input
              type="radio"
              name={`${id}-graph`}
              checked={path === graph}
              disabled={unusable !== null}
              onChange={() => setGraph(path)}
            />
            <span>
              {path} · {size(bytes)} · {PRECISIONS[precision]}
              {unusable !== null && <span className="quiet"> — {unusable}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      {chosen !== undefined && offer.shape !== null && (
        <PreflightLine
          shape={offer.shape}
          bytes={wantedFiles(chosen, offer.files).reduce((sum, { file }) => sum + file.bytes, 0)}
        />
      )}
      {chosen?.unusable === null && offer.missing.length === 0 && (
        <button
          type="button"
          className="primary"
          disabled={busy}
          onClick={() => void library.download(offer, graph)}
        >
          Download {size(chosen.bytes)}
        </button>
      )}
    </section>
  );
}
