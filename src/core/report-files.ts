import { IConstruct } from 'constructs';
import { registryOf } from './scopes';

/** A file that says what the analysis of an app found. */
export interface ReportFile {
  readonly path: string;
  /** `json`, `sarif` or `junit`. */
  readonly format: string;
}

const FILES = Symbol('report files');

/** The files wanted for an app, in the order they were asked for. */
export function reportFiles(construct: IConstruct): ReportFile[] {
  return registryOf<ReportFile[]>(construct, FILES, () => []);
}
