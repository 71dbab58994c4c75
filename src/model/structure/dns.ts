const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const FIRST = /^(?:\*|\*?-?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const KEY = /^(?:([a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*)\/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/;
const VALUE = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** What nearly every host looks like; whatever else is looked at more closely. */
const USUAL = /^(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Names as Istio reads them: upper case is taken too. */

export function isLabel(name: string): boolean {
  return name.length <= 63 && LABEL.test(name);
}

/** A host of which the first label may begin with a wildcard. */
export function isHost(host: string): boolean {
  if (host.length <= 255 && USUAL.test(host)) return true;
  const dot = host.indexOf('.');
  const first = dot < 0 ? host : host.slice(0, dot);
  return host.length <= 255 && first.length <= 63 && FIRST.test(first) && !first.startsWith('-') && (dot < 0 || areLabels(host.slice(dot + 1)));
}

/** A dot at the end is allowed, and only there. */
function areLabels(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels[labels.length - 1];
  return !/^[-+]?\d+$/.test(last) && labels.every((label, i) => isLabel(label) || (label === '' && i === labels.length - 1));
}

/** A label of a pod or endpoint: `domain/name` or `name`. */
export function isLabelKey(key: string): boolean {
  const [, domain = '', name] = KEY.exec(key) ?? [];
  return name !== undefined && name.length <= 63 && domain.length <= 253;
}

export function isLabelValue(value: string): boolean {
  return VALUE.test(value);
}
