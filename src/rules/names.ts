import { isIP, isIPv4 } from 'node:net';
import { isHost } from '../model/structure/dns';

export { isHost as isDnsNameOrWildcard, isLabel } from '../model/structure/dns';

/** A DNS name without wildcard, and no number. A dot may end it. */
export function isDnsName(text: string): boolean {
  return !text.startsWith('*') && !/^[-+]?\d+$/.test(text) && isHost(text);
}

/** `*shop.example.com`: a wildcard that is only a part of a label. */
export function isPartialWildcard(text: string): boolean {
  return text.includes('*') && text !== '*' && !text.startsWith('*.');
}

export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** An IP address, or a block of them: `10.0.0.0/8`. */
export function isAddressOrBlock(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  if (bits === undefined) return isAddress(address);
  return rest.length === 0 && isAddress(address) && !address.includes('%') && /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128);
}
