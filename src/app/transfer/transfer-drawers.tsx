/** What Transfer has in its drawers, as a table. */
import type { ReactNode } from 'react';
import type { TransferReport } from '../../experiment/transfer/transfer-report.ts';
import type { DrawerTab } from '../frame/drawers.tsx';
import { useSweep } from '../lab-context.tsx';
import { SectionView, type SectionId } from './sections.tsx';
import { SweepFiles } from './sweep-files.tsx';
import { DRAWER_KEYS } from './transfer-keys.ts';
import { TransferTables } from './transfer-tables.tsx';

/** A section of the report shown. */
function SectionDrawer({ section }: { readonly section: SectionId }): ReactNode {
  const report = useSweep((state) => state.report);
  return (
    <div className="transfer figures">
      <SectionView section={section} report={report} />
    </div>
  );
}

/** How many there are of something, once there are any. */
function Count({
  of,
  unit = '',
}: {
  readonly of: (report: TransferReport) => number;
  readonly unit?: string;
}): ReactNode {
  const count = useSweep(({ report }) => (report === null ? 0 : of(report)));
  if (count === 0) return null;
  return unit === '' ? count : `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}

const section = (id: SectionId, note?: ReactNode): DrawerTab => ({
  id,
  ...DRAWER_KEYS[id],
  ...(note === undefined ? {} : { note }),
  content: () => <SectionDrawer section={id} />,
});

export const TRANSFER_DRAWERS: readonly DrawerTab[] = [
  section('scatters', <Count of={({ indicators }) => indicators.length} />),
  section('neurons', 'of two prompts'),
  section('overlap', 'over steps'),
  section('recommendation', 'for a new task'),
  section('initialisation', <Count of={({ initialisation }) => initialisation.length} unit="pair" />),
  section('masking'),
  section('projection', <Count of={({ projections }) => projections.length} />),
  section('arithmetic', <Count of={({ arithmetic }) => arithmetic.length} unit="sum" />),
  { id: 'tables', ...DRAWER_KEYS.tables, content: () => <TransferTables /> },
  { id: 'save', ...DRAWER_KEYS.save, content: () => <SweepFiles /> },
];
