/** The places on a phone: the system's own list, named by the place that one is in. */
import type { ReactNode } from 'react';
import type { Place } from '../places/place-types.ts';
import { PLACES } from '../places/places.ts';

export function PlaceChoice({ place }: { readonly place: Place }): ReactNode {
  return (
    <select
      className="place-choice"
      aria-label="Place"
      value={place.id}
      onChange={({ target }) => {
        location.hash = `#/${target.value}`;
      }}
    >
      {PLACES.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
