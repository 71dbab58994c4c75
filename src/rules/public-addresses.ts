import { isIPv4 } from 'node:net';

/** Ranges that no client on the internet has: private ones, shared ones, link-local ones, loopback. */
const PRIVATE: Array<[start: number, bits: number]> = [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['169.254.0.0', 16], ['127.0.0.0', 8],
  ['0.0.0.0', 8], ['198.18.0.0', 15], ['224.0.0.0', 3]].map(([address, bits]) => [toNumber(address as string), bits as number]);

/** Whether a block of addresses is one of the internet as a whole. Of IPv6 nothing is said: pods often have public ones. */
export function isPublicBlock(block: string): boolean {
  const [address, length = '32'] = block.split('/');
  const bits = Number(length);
  if (!isIPv4(address) || !(bits >= 9 && bits <= 32)) return false;
  return !PRIVATE.some(([start, size]) => share(toNumber(address), start, Math.min(bits, size)));
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function share(a: number, b: number, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(a / size) === Math.floor(b / size);
}
