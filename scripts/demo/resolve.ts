// Lets the examples import the library by its name, as its users do.
import Module from 'node:module';

type Resolve = (request: string, ...rest: unknown[]) => string;

/** @param folder what they get for it */
export function resolveLibrary(folder: string): void {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = function (request, ...rest) {
    return resolve.call(this, request === 'cdk8s-istio' ? folder : request, ...rest);
  };
}
