/** How an address starts that is a Unix socket. */
export const SOCKET = 'unix://';

/** Whether an address is a Unix socket with a name in the abstract namespace, or the path of a file. */
export function isSocketPath(address: string): boolean {
  const path = address.slice(SOCKET.length);
  return address.startsWith(SOCKET) && (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/')));
}
