/** What the schemas of results and of records are made of. */
import * as v from 'valibot';

export const text = v.string('must be a text');

export const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be at least 0'),
);

export const counts = v.array(count, 'must be a list of whole numbers');

/** What a result says when its arrays are not as long as its numbers say. */
export const OTHER_LENGTHS = 'has lists of other lengths than it says';
