import type { Notice } from '../services/service.ts';

/** How a place hears what the others say; `whenTaken` is called when it need not be kept any more. */
export type Hear = (notice: Notice, whenTaken: () => void) => void;

/** What a place does there. */
export interface Seat {
  /** Everybody who was in a room as this place came, as notices of their coming. */
  readonly present: readonly Notice[];
  /** Tells all other places. `whenTaken` is called once, when all of them have taken it. */
  publish(notice: Notice, whenTaken?: () => void): void;
  /** The place is gone, and its members with it: the others hear that they left. */
  leave(): void;
}

interface Place {
  readonly hear: Hear;
  /** Its members, one notice each, by room and name. */
  readonly members: Map<string, Notice>;
}

/**
 * In the middle of places that cannot reach each other: what one publishes, all others hear, in the
 * order in which it came here. It knows who is in which room, so that a place that comes later can
 * be told, and so that the members of one that dies are not thought present for ever.
 */
export class Exchange {
  readonly #places = new Set<Place>();

  enter(hear: Hear): Seat {
    const present = [...this.#places].flatMap(({ members }) => [...members.values()]);
    const place: Place = { hear, members: new Map() };
    this.#places.add(place);
    return {
      present,
      publish: (notice, whenTaken = () => {}) => {
        note(place, notice);
        this.#tellOthers(place, notice, whenTaken);
      },
      leave: () => {
        if (!this.#places.delete(place)) return;
        for (const { room, name } of place.members.values()) {
          this.#tellOthers(place, { kind: 'left', room, name }, () => {});
        }
      },
    };
  }

  #tellOthers(speaker: Place, notice: Notice, whenTaken: () => void): void {
    const others = [...this.#places].filter((place) => place !== speaker);
    let open = others.length;
    if (open === 0) whenTaken();
    const taken = () => {
      open -= 1;
      if (open === 0) whenTaken();
    };
    for (const { hear } of others) hear(notice, taken);
  }
}

function note({ members }: Place, notice: Notice): void {
  const key = `${notice.room} ${notice.name}`;
  if (notice.kind === 'came') members.set(key, notice);
  if (notice.kind === 'left') members.delete(key);
}
