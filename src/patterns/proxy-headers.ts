import { HeaderOperations } from '../resources/header-operations';

/**
 * What proxies tell each other in requests, and what nobody outside the mesh has to know: who called, with the whole certificate, from which address, for
 * which service of the mesh, how often, and how long it will wait. `X-Forwarded-Proto` goes too: it is that of the caller, plain HTTP, for which some
 * servers redirect to where the request is already.
 *
 * `X-Request-Id` stays. It is a random number, or what the application sent, and a proxy logs requests as they leave it: its own log would lose the number
 * by which requests are found again. Headers of traces stay as well: they are the application's, and where the proxy traces, it writes them after the route.
 */
export const WITHOUT_PROXY_HEADERS = HeaderOperations.none().remove(
  'x-forwarded-client-cert', 'x-forwarded-for', 'x-forwarded-proto', 'x-envoy-attempt-count', 'x-envoy-decorator-operation', 'x-envoy-expected-rq-timeout-ms',
  'x-envoy-external-address', 'x-envoy-internal', 'x-envoy-original-host', 'x-envoy-original-path', 'x-envoy-peer-metadata', 'x-envoy-peer-metadata-id',
);
