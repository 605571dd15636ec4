/** The page's entry. */
import './styles/index.css';
import { mountLab } from './mount.tsx';
import { workerLines } from './workers/lab-lines.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
void mountLab(root, { workers: workerLines, keepsOffline: import.meta.env.PROD });
