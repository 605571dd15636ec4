/** The worker that imports tasks: the page's requests through Comlink, progress through the port given to `connect`. */
import { expose } from 'comlink';
import { browserKeyValue } from '../src/storage/key-value.ts';
import { inTurn } from './claim.ts';
import { PageTaskService } from './tasks/task-service.ts';
import { holdLife } from './hold-life.ts';

holdLife();
expose(
  new PageTaskService({
    store: browserKeyValue(),
    now: () => new Date(),
    inTurn: (work) => inTurn('task names', work),
  }),
);
