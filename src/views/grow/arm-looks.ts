/** How the runs of a comparison are called and drawn, wherever they appear: one name and one colour each. */
import type { ArmName } from '../../experiment/progressive/cells/arm.ts';
import type { Palette } from '../palette.ts';

export interface ArmLook {
  readonly name: string;
  readonly ink: keyof Palette;
  /** Of its line: dashed where colour alone would tell it from another. */
  readonly dash: string | null;
}

export const ARM_LOOKS: Readonly<Record<ArmName, ArmLook>> = {
  grow: { name: 'grown', ink: 'prompted', dash: null },
  'equal-flops': { name: 'full, same cost', ink: 'plain', dash: null },
  'equal-seconds': { name: 'full, same seconds', ink: 'muted', dash: '2 3' },
  full: { name: 'full, all steps', ink: 'ink', dash: '6 4' },
};

/** The order in which people read them: what is new first, what it is measured against last. */
export const ARM_ORDER = [
  'grow',
  'equal-flops',
  'equal-seconds',
  'full',
] as const satisfies readonly ArmName[];
