import * as l1 from '../../imports/extensions.istio.io';
import { quoted, UsageError } from '../core/errors';

type Variable = l1.TrafficExtensionSpecWasmVmConfigEnv;

const { HOST, INLINE } = l1.TrafficExtensionSpecWasmVmConfigEnvValueFrom;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;
const MAX_VALUE = 2048;

/**
 * An environment variable that a module sees.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar
 */
export class WasmEnvVar {
  /**
   * Set here. No place for secrets.
   * @param name variable
   * @param value at most 2048 characters
   */
  public static inline(name: string, value: string): WasmEnvVar {
    if (value.length > MAX_VALUE) throw new UsageError('WasmEnvVar.inline', `the value of ${name} has ${value.length} characters`, `use at most ${MAX_VALUE}`);
    return new WasmEnvVar('inline', { name, value, valueFrom: INLINE });
  }

  /**
   * Taken from the environment of the proxy, for example `POD_NAME`. Where it is not set, the module does not see it.
   * @param name variable
   */
  public static host(name: string): WasmEnvVar {
    return new WasmEnvVar('host', { name, valueFrom: HOST });
  }

  private constructor(factory: string, private readonly variable: Variable) {
    if (!NAME.test(variable.name)) {
      throw new UsageError(`WasmEnvVar.${factory}`, `name is ${quoted(variable.name)}, not the name of a variable`, 'use at most 256 letters, digits and underscores, no digit first');
    }
  }

  /**
   * What to write into `vmConfig.env`.
   * @internal
   */
  public _render(): Variable {
    return this.variable;
  }
}
