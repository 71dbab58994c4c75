// Lets the examples import the library by its name, as its users do: what they get is the compiled library of this folder.
import Module from 'node:module';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

type Resolve = (request: string, ...rest: unknown[]) => string;
const loader = Module as unknown as { _resolveFilename: Resolve };
const resolve = loader._resolveFilename;

loader._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request === 'cdk8s-istio' ? ROOT : request, ...rest);
};
