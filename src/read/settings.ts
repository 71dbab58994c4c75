import { documentsOf } from './documents';
import { linesIn } from './line-counts';
import { Unreadable } from './unreadable';
import { contentsOf } from './values';
import { listOf, mapOf, textsOf } from '../model/read';
import { DEFAULT_SETTINGS, DefaultExportTo, Settings } from '../model/settings';

/** Fields that show a mapping to be a mesh configuration. */
const MESH_FIELDS = ['rootNamespace', 'trustDomain', 'trustDomainAliases', 'outboundTrafficPolicy', 'extensionProviders', 'defaultConfig', 'accessLogFile',
  'accessLogEncoding', 'enableAutoMtls', 'enableTracing', 'defaultProviders', 'meshMTLS', 'discoverySelectors', 'ingressControllerMode', 'ingressService',
  'ingressSelector', 'configSources', 'pathNormalization', 'defaultServiceExportTo', 'defaultVirtualServiceExportTo', 'defaultDestinationRuleExportTo',
  'caCertificates', 'localityLbSetting', 'tlsDefaults', 'proxyListenPort', 'connectTimeout', 'tcpKeepalive', 'dnsRefreshRate', 'h2UpgradePolicy', 'mixerCheckServer',
  'protocolDetectionTimeout', 'serviceSettings', 'inboundClusterStatName', 'outboundClusterStatName', 'certificates', 'accessLogFormat', 'hboneIdleTimeout'];

const EXPECTED = 'a MeshConfig, the ConfigMap "istio" with the key "mesh", Helm values with meshConfig, or an IstioOperator or Istio object with one';

/** What a file says of a mesh. Fails with a reason where it says nothing of one. */
export function settingsOf(file: string, text: string): Settings {
  for (const document of documentsOf(file, text)) {
    const config = meshConfigIn(readOf(document.text, line => `line ${document.linesBefore + line}`));
    if (config) return settingsFrom(config);
  }
  throw new Error(`there is no mesh configuration in it; expected ${EXPECTED}`);
}

function readOf(text: string, placeOf: (line: number) => string): any {
  try {
    return contentsOf(text).value;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Error(`${placeOf(linesIn(text, 0, error.position) + 1)}: ${error.message}`);
  }
}

function meshConfigIn(value: any): any {
  if (!isMapping(value)) return undefined;
  if (value.kind === undefined) return isMeshConfig(value) ? value : isMapping(value.meshConfig) ? fromValues(value) : undefined;
  if (value.kind === 'List' && Array.isArray(value.items)) return value.items.map(meshConfigIn).find((each: any) => each !== undefined);
  if (value.kind === 'ConfigMap') return typeof value.data?.mesh === 'string' ? readOf(value.data.mesh, line => `data.mesh, line ${line} of it`) ?? {} : undefined;
  if (value.kind === 'IstioOperator') return fromOperator(value);
  if (value.kind === 'Istio') return withRoot(value.spec?.values?.meshConfig ?? {}, value.spec?.namespace);
  return undefined;
}

function isMeshConfig(value: any): boolean {
  return Object.keys(value).some(key => MESH_FIELDS.includes(key));
}

/** As the charts of Istio take them. */
function fromValues({ meshConfig, global }: any): any {
  return withRoot(meshConfig, global?.istioNamespace);
}

/** What it says itself comes before what it says as values of the charts. */
function fromOperator({ spec, metadata }: any): any {
  const { meshConfig = {}, values } = spec ?? {};
  const config = isMapping(meshConfig) ? { ...mapOf(values?.meshConfig), ...meshConfig } : meshConfig;
  return withRoot(config, values?.global?.istioNamespace ?? metadata?.namespace);
}

/** Where nothing else is said, the root namespace is the one istiod is installed to. */
function withRoot(config: any, namespace: unknown): any {
  return isMapping(config) && typeof namespace === 'string' ? { rootNamespace: namespace, ...config } : config;
}

function settingsFrom(config: any): Settings {
  if (!isMapping(config)) throw new Error(`the mesh configuration is no mapping; expected ${EXPECTED}`);
  const { rootNamespace, trustDomain, trustDomainAliases, outboundTrafficPolicy, extensionProviders, defaultConfig } = config;
  return {
    ...DEFAULT_SETTINGS,
    rootNamespace: textOr(rootNamespace, DEFAULT_SETTINGS.rootNamespace),
    trustDomains: [textOr(trustDomain, DEFAULT_SETTINGS.trustDomains[0]), ...textsOf(trustDomainAliases)],
    outboundPolicy: textOr(outboundTrafficPolicy?.mode, DEFAULT_SETTINGS.outboundPolicy),
    extensionProviders: [...BUILT_IN_PROVIDERS, ...namesIn(extensionProviders)],
    allocatesAddresses: String(defaultConfig?.proxyMetadata?.ISTIO_META_DNS_CAPTURE) === 'true',
    ...defaultExportTo(config),
  };
}

function defaultExportTo(config: any): { defaultExportTo?: DefaultExportTo } {
  const found = {
    services: scopeIn(config.defaultServiceExportTo),
    virtualServices: scopeIn(config.defaultVirtualServiceExportTo),
    destinationRules: scopeIn(config.defaultDestinationRuleExportTo),
  };
  return Object.values(found).some(scope => scope !== undefined) ? { defaultExportTo: found } : {};
}

/** Nothing where that is everybody, as it is without. */
function scopeIn(value: unknown): string[] | undefined {
  const scope = textsOf(value);
  return scope.length === 0 || scope.includes('*') ? undefined : scope;
}

/** Istio adds these to every mesh configuration that does not have providers of these names. */
const BUILT_IN_PROVIDERS = ['prometheus', 'stackdriver', 'envoy'];

function isMapping(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, other: string): string {
  return typeof value === 'string' && value !== '' ? value : other;
}

function namesIn(providers: unknown): string[] {
  return textsOf(listOf(providers).map(each => each?.name));
}
