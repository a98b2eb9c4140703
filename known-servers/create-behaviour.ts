import type { Behaviour } from './behaviour.ts';
import { computing } from './computing.ts';
import { delaying } from './delaying.ts';
import { corrupting, duplicating, mute, swallowing } from './faults.ts';
import { freezing } from './freezing.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { nullEcho } from './null-echo.ts';

/** What a server is told -> what it does. */
export function createBehaviour(known: KnownBehaviour): Behaviour {
  switch (known.kind) {
    case 'null-echo':
      return { converse: nullEcho };
    case 'mute':
      return { converse: mute };
    case 'corrupt':
      return { converse: corrupting(known.messageBytes, known.faulty) };
    case 'duplicate':
      return { converse: duplicating(known.messageBytes, known.faulty) };
    case 'swallow':
      return { converse: swallowing(known.messageBytes, known.faulty) };
    case 'freeze':
      return freezing(known);
    case 'delay':
      return delaying(known);
    case 'compute':
      return computing(known);
  }
}
