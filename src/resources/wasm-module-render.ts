import { WasmModule } from './wasm-module';
import * as l1 from '../../imports/extensions.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain, requireNonEmpty, requireSome, Where } from '../core/require';

const URL_WITH_SCHEME = /^((oci|https?):\/\/[^/\s]+\/\S+|file:\/\/\/\S+)$/;
/** The API server takes the name of a registry with a port for a scheme. */
const REGISTRY_AS_SCHEME = /^[a-z][a-z0-9+.-]*:\d+\//i;
const IMAGE = /^[A-Za-z0-9][^\s:/]*(:\d+)?(\/[^\s/]+)+$/;
const MAX_NAME = 256;
const MAX_ENV = 256;

/** What to write for a module, besides its configuration. */
export function renderWasmModule(where: Where, module: WasmModule): l1.TrafficExtensionSpecWasm {
  requireUrl(where, module);
  requireDigest(where, module);
  const { url, sha256, imagePullPolicy, imagePullSecret, verificationKey, pluginName, failStrategy, type } = module;
  if (imagePullSecret !== undefined) requirePullSecret(where, imagePullSecret, url);
  if (pluginName !== undefined && (pluginName === '' || pluginName.length > MAX_NAME)) {
    throw new UsageError(where, `pluginName has ${pluginName.length} characters`, `use 1 to ${MAX_NAME}`);
  }
  if (verificationKey !== undefined) requireNonEmpty(where, 'verificationKey', verificationKey);
  const env = envOf(where, module);
  return {
    url,
    sha256,
    imagePullSecret,
    verificationKey,
    pluginName,
    imagePullPolicy: imagePullPolicy as unknown as l1.TrafficExtensionSpecWasmImagePullPolicy | undefined,
    failStrategy: failStrategy as unknown as l1.TrafficExtensionSpecWasmFailStrategy | undefined,
    type: type as unknown as l1.TrafficExtensionSpecWasmType | undefined,
    vmConfig: env && { env },
  };
}

/** An object, as Istio wants it. Null inside of it is kept. */
export function parsePluginConfig(where: Where, text?: string): unknown {
  if (text === undefined) return undefined;
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new UsageError(where, `pluginConfig is not JSON: ${(error as Error).message}`, 'use the text of a JSON object, for example JSON.stringify({ … })');
  }
  if (config === null || typeof config !== 'object' || Array.isArray(config)) {
    throw new UsageError(where, `pluginConfig is ${quoted(text)}, not a JSON object`, 'put the value into an object, as the module expects it');
  }
  return config;
}

function requireUrl(where: Where, { url }: WasmModule): void {
  if (url.includes('://') ? URL_WITH_SCHEME.test(url) : IMAGE.test(url) && !REGISTRY_AS_SCHEME.test(url)) return;
  throw new UsageError(where, `url is ${quoted(url)}, which Istio cannot fetch`, 'use oci://registry/image:tag, https://host/path, http://host/path or file:///path');
}

function requireDigest(where: Where, { url, sha256 }: WasmModule): void {
  if (sha256 === undefined) return;
  if (!/^[a-f0-9]{64}$/.test(sha256)) {
    throw new UsageError(where, `sha256 is ${quoted(sha256)}`, 'use 64 lower-case hexadecimal digits, without "sha256:"');
  }
  const inUrl = /@sha256:([a-f0-9]{64})$/.exec(url)?.[1];
  if (inUrl !== undefined && inUrl !== sha256) throw new UsageError(where, `url has the digest ${inUrl}, and sha256 is ${sha256}`, 'give the same one, or leave sha256 out');
}

function requirePullSecret(where: Where, secret: string, url: string): void {
  requireDnsSubdomain(where, 'imagePullSecret', secret);
  if (/^(https?|file):/.test(url)) throw new UsageError(where, `imagePullSecret is ${quoted(secret)}, and url is ${quoted(url)}, which is no image`, 'leave imagePullSecret out, or use oci://');
}

function envOf(where: Where, { env }: WasmModule): l1.TrafficExtensionSpecWasmVmConfigEnv[] | undefined {
  if (!env) return undefined;
  requireSome(where, 'env', env);
  if (env.length > MAX_ENV) throw new UsageError(where, `env has ${env.length} variables`, `use at most ${MAX_ENV}`);
  const written = env.map(variable => variable._render());
  const twice = written.find(({ name }, i) => written.findIndex(other => other.name === name) !== i);
  if (twice) throw new UsageError(where, `env has ${quoted(twice.name)} twice`, 'leave one out');
  return written;
}
