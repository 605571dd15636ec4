/** The page's entry. */
import './styles/index.css';
import { connectLibraryWorker } from './library/library-connection.ts';
import { mountLab } from './mount.tsx';
import { connectTrainWorker } from './run/train-connection.ts';
import { sweepWorkers } from './sweep/sweep-connection.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
void mountLab(root, {
  connect: connectTrainWorker,
  sweepWorkers,
  connectLibrary: connectLibraryWorker,
  keepsOffline: import.meta.env.PROD,
});
