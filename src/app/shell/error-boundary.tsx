/** The last resort: no blank page, but what happened, to copy, and a way back. */
import { Component, type ReactNode } from 'react';
import { setSessionAside } from '../../storage/last-session.ts';
import type { Lab } from '../lab.ts';
import { CopyButton } from './copy-button.tsx';
import { diagnosticsText } from './diagnostics.ts';

interface Props {
  readonly lab: Lab;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly thrown: Error | null }> {
  override state = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): { readonly thrown: Error } {
    return { thrown: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const thrown: Error | null = this.state.thrown;
    if (thrown === null) return this.props.children;
    return <Report thrown={thrown} lab={this.props.lab} />;
  }
}

/** It may be the run itself over which the page stumbles, and would each time. It is set aside, and offered as a download. */
async function withoutRun({ storage, visit }: Lab): Promise<void> {
  await setSessionAside(storage, visit.id);
  location.reload();
}

function Report({ thrown, lab }: { readonly thrown: Error; readonly lab: Lab }): ReactNode {
  return (
    <main className="coming">
      <h1>The page stumbled over a mistake of its own.</h1>
      <p>
        What was trained up to the last checkpoint is safe: reload the page and resume. If it happens again,
        copy the report and send it to whoever looks after this lab.
      </p>
      <pre className="diagnostics">{thrown.message}</pre>
      <div className="banner-actions">
        <button type="button" className="primary" onClick={() => location.reload()}>
          Reload
        </button>
        <button type="button" onClick={() => void withoutRun(lab)}>
          Reload without the run
        </button>
        <CopyButton
          label="Copy report"
          text={() => `${thrown.stack ?? thrown.message}\n\n${diagnosticsText(lab)}`}
        />
      </div>
    </main>
  );
}
