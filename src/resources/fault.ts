import { Duration } from 'cdk8s';
import { VirtualServiceSpecHttpFault } from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { requireDuration, requireInteger, requirePercent } from '../core/require';

/** How many requests a fault hits. Always said: Istio's default is none. */
export interface FaultOptions {
  /**
   * Share of requests in percent, 0.0001 to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
   */
  readonly percent: number;
}

/** Envoy counts in millionths. */
const LOWEST_PERCENT = 0.0001;
const GRPC_STATUS = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

/**
 * What goes wrong on purpose, in the proxy of the caller: before routing, so timeout and retries of the same route do not see it.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export class Fault {
  /**
   * Requests wait before they are sent.
   * @param delay how long
   * @param options how many requests
   */
  public static delay(delay: Duration, options: FaultOptions): Fault {
    requireDuration('Fault.delay', 'delay', delay);
    return new Fault({ delay: { fixedDelay: durationText(delay), percentage: percentage('Fault.delay', options) } });
  }

  /**
   * Requests are answered with an HTTP status, and not sent.
   * @param status 200 to 599
   * @param options how many requests
   */
  public static abort(status: number, options: FaultOptions): Fault {
    requireInteger('Fault.abort', 'status', status, 200, 599);
    return new Fault({ abort: { httpStatus: status, percentage: percentage('Fault.abort', options) } });
  }

  /**
   * Requests are answered with a gRPC status, and not sent.
   * @param status name of the status, for example `UNAVAILABLE`
   * @param options how many requests
   */
  public static abortGrpc(status: string, options: FaultOptions): Fault {
    if (!GRPC_STATUS.includes(status)) {
      throw new UsageError('Fault.abortGrpc', `status is ${quoted(status)}, no name of a gRPC status${didYouMean(status, GRPC_STATUS)}`, `use one of ${GRPC_STATUS.join(', ')}`);
    }
    return new Fault({ abort: { grpcStatus: status, percentage: percentage('Fault.abortGrpc', options) } });
  }

  /**
   * A delay and an abort, each for its own share of the requests.
   * @param delay made by `Fault.delay`
   * @param abort made by `Fault.abort` or `Fault.abortGrpc`
   */
  public static both(delay: Fault, abort: Fault): Fault {
    const faults = [delay.fault, abort.fault];
    if (!faults[0].delay || faults[0].abort) throw new UsageError('Fault.both', 'the first fault is not a delay', 'make it with Fault.delay');
    if (!faults[1].abort || faults[1].delay) throw new UsageError('Fault.both', 'the second fault is not an abort', 'make it with Fault.abort or Fault.abortGrpc');
    return new Fault({ ...faults[0], ...faults[1] });
  }

  private constructor(private readonly fault: VirtualServiceSpecHttpFault) {}

  /**
   * What to write for a route.
   * @internal
   */
  public _render(): VirtualServiceSpecHttpFault {
    return this.fault;
  }
}

function percentage(where: string, { percent }: FaultOptions) {
  requirePercent(where, 'percent', percent, LOWEST_PERCENT);
  return { value: percent };
}
