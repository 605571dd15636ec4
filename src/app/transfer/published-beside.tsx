/** A published matrix beside one's own: other PLMs and other tasks, so it is the structure that is compared. */
import { useEffect, useId, useState, type ReactNode } from 'react';
import {
  PUBLISHED_MATRICES_PATH,
  readPublishedMatrices,
  type PublishedMatrices,
} from '../../data/published-matrices.ts';
import { useLab } from '../lab-context.tsx';
import { PUBLISHED_NAMES } from '../sweep/published-names.ts';
import { publishedReport } from '../sweep/published-report.ts';
import { MatrixFigure } from './figures/matrix-figure.tsx';
import { createLinkStore, LinkContext } from './link-store.ts';

export function PublishedBeside(): ReactNode {
  const lab = useLab();
  const id = useId();
  const [plm, setPlm] = useState('');
  const [published, setPublished] = useState<PublishedMatrices | null>(null);
  // Its tasks are others: what is locked here means nothing in one's own matrix.
  const [link] = useState(() => createLinkStore());
  useEffect(() => {
    if (plm === '' || published !== null) return;
    void lab.readText(PUBLISHED_MATRICES_PATH).then((text) => {
      if (text !== null) setPublished(readPublishedMatrices(text, PUBLISHED_MATRICES_PATH));
    });
  }, [lab, plm, published]);
  const matrix = published?.matrices.find((one) => one.plm === plm);
  return (
    <section className="beside">
      <div className="field field-inline sweep-choice">
        <label htmlFor={id}>Published matrix beside this sweep</label>
        <select id={id} value={plm} onChange={(event) => setPlm(event.target.value)}>
          <option value="">none</option>
          {PUBLISHED_NAMES.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {matrix !== undefined && published !== null && (
        <LinkContext value={link}>
          <div className="transfer figures">
            <MatrixFigure report={publishedReport(matrix, published.source)} onOpen={() => undefined} />
          </div>
        </LinkContext>
      )}
    </section>
  );
}
