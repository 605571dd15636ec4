/** Engines as the page has them. */
import type { EngineChoice } from '../../experiment/recipe-types.ts';

/** The engine to use for a recipe from elsewhere: one of the command line may name an engine that browsers don't have. */
export const pageEngine = (engine: EngineChoice): EngineChoice => (engine === 'cpu' ? 'auto' : engine);
