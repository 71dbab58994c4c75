import { Wrong } from './parts';
import { mapOf } from '../model/read';

const COUNTS: { [part: string]: string[] } = {
  http: ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'],
  tcp: ['maxConnections'],
};

/** What Istio refuses of a connection pool, in a DestinationRule as in a Sidecar. */
export function * wrongInPool(pool: any): Iterable<Wrong> {
  if (!pool.http && !pool.tcp) yield { field: '', problem: 'the connection pool has neither http nor tcp', fix: 'say something under http or tcp, or leave out the connection pool' };
  for (const [part, counts] of Object.entries(COUNTS)) {
    for (const count of counts) {
      const value = pool[part]?.[count];
      if (value < 0) yield { field: `.${part}.${count}`, problem: `${count} is ${value}`, fix: 'use a number from 0; leave the field out for the default' };
    }
  }
  yield* wrongInHttp(mapOf(pool.http));
}

function * wrongInHttp({ h2UpgradePolicy, useClientProtocol, http2KeepAlive }: { readonly [key: string]: any }): Iterable<Wrong> {
  if (h2UpgradePolicy === 'UPGRADE' && useClientProtocol) {
    yield { field: '.http.useClientProtocol', problem: 'requests are to be upgraded to HTTP/2 and to keep the protocol of the client', fix: 'leave out either useClientProtocol or h2UpgradePolicy' };
  }
  if (!http2KeepAlive) return;
  for (const part of ['interval', 'timeout']) {
    if (http2KeepAlive[part] == null) yield { field: '.http.http2KeepAlive', problem: `http2KeepAlive has no ${part}`, fix: `add ${part}: http2KeepAlive needs both interval and timeout` };
  }
}
