// What examples get as the library is the compiled one of this folder.
import { join } from 'node:path';
import { resolveLibrary } from './resolve';

resolveLibrary(join(__dirname, '..', '..'));
