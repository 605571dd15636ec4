/** All settings of the place: which sweep is shown, and the form of one's own. */
import type { ReactNode } from 'react';
import { Sheet } from '../frame/sheet.tsx';
import { useLab, useView } from '../lab-context.tsx';
import { StartChoice, SweepChooser } from './sweep-chooser.tsx';
import { SweepForm } from './sweep-form.tsx';

export function SweepSheet(): ReactNode {
  const lab = useLab();
  const sheet = useView((state) => state.sheet);
  if (sheet === null) return null;
  const close = (): void => lab.view.setState({ sheet: null });
  return (
    <Sheet title="All settings" focus={sheet.focus} onClose={close}>
      <div className="sweep-choices">
        <SweepChooser />
        <StartChoice />
      </div>
      <SweepForm onStart={close} />
    </Sheet>
  );
}
