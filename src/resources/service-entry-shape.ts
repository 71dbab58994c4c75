import { MeshPort } from './mesh-port';

/** What a resolution has to fit. */
export interface ServiceEntryShape {
  readonly hosts: string[];
  readonly ports: MeshPort[];
  readonly addresses: string[];
  /** Whether the control plane gives the hosts addresses where none are written. */
  readonly autoAllocation: boolean;
}
