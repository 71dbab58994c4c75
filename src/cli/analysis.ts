import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { DEFAULT_SETTINGS, Settings } from '../model/settings';
import { Spot } from '../read/lines';
import { place } from '../read/placing';
import { Reading, RepeatedKey } from '../read/reading';
import { Report, ReportedFinding, ReportedPlace } from '../report/finding';
import { version } from '../report/version';
import { plainFinding, plainPlace } from '../rules/plain';
import { REPEATED_KEY } from '../rules/repeated-key';
import { Place } from '../rules/rule';
import { isSuppressed, Reported, run } from '../rules/run';

/** What is known besides the files, and what is wanted. */
export interface AnalysisOptions {
  readonly settings?: Settings;
  /** What exists elsewhere. */
  readonly inventory?: Reading;
  /** Tells of advice too. */
  readonly advice?: boolean;
}

/** A finding and the object that it is told of. */
interface Told {
  readonly at: MeshObject;
  readonly finding: ReportedFinding;
}

/** Checks what was read. Lines are looked up only for what is found. */
export function analyse(reading: Reading, { settings, inventory, advice }: AnalysisOptions = {}): Report {
  const known = { ...settings ?? DEFAULT_SETTINGS, isPartial: reading.faults.length > 0 };
  const reported = run(new Mesh(reading.objects, new Map(), known, inventory?.objects), { advice });
  const repeated = reading.repeated.filter(({ object }) => !isSuppressed(object, REPEATED_KEY)).map(repeatedKey);
  const findings = inOrder([...repeated, ...told(reported, reading, inventory)], reading.objects);
  const pages = new Map([REPEATED_KEY, ...reported.map(({ rule }) => rule)].map(rule => [rule.id, rule] as const));
  return {
    findings,
    objects: reading.objects.length,
    unread: reading.faults.filter(({ isSkipped }) => !isSkipped),
    rules: [...new Set(findings.map(({ rule }) => rule))].flatMap(id => pages.get(id) ?? []),
    version: version(),
  };
}

function told(reported: Reported[], reading: Reading, inventory: Reading | undefined): Told[] {
  const parts = reported.map(finding => ({ finding, places: [{ object: finding.at, field: finding.field }, ...finding.and ?? []] }));
  const wanted = parts.flatMap(({ places }) => places);
  const spots = new Map([...place(wanted, reading), ...inventory ? place(wanted, inventory) : []]);
  return parts.map(({ finding, places: [at, ...and] }) => ({ at: finding.at, finding: plain(finding, at, and, spots) }));
}

function plain(reported: Reported, at: Place, and: Place[], spots: Map<Place, Spot>): ReportedFinding {
  const inFile = (each: Place): ReportedPlace => ({ ...plainPlace(each), line: spots.get(each)?.line });
  const finding = plainFinding(reported, inFile(at), and.map(inFile));
  return { ...finding, problem: finding.problem + asWritten(at, spots.get(at)) };
}

/** Whoever wrote `on` does not find `true` in the file. */
function asWritten({ field }: Place, spot: Spot | undefined): string {
  if (!field || !spot?.isExact || spot.written === undefined || !/^(y|yes|on|n|no|off)$/i.test(spot.written)) return '';
  return `; it is written as ${spot.written}, which Kubernetes reads as ${/^(y|yes|on)$/i.test(spot.written)} unless it stands in quotes`;
}

function repeatedKey({ object, key, line }: RepeatedKey): Told {
  const problem = `key "${key}" is written a second time in the same mapping`;
  const fix = 'write it once, with everything that belongs to it';
  const { severity } = REPEATED_KEY;
  return { at: object, finding: plainFinding({ rule: REPEATED_KEY, severity, problem, fix }, { ...plainPlace({ object }), line }, []) };
}

/** Object by object, as they were read. */
function inOrder(all: Told[], objects: MeshObject[]): ReportedFinding[] {
  const order = new Map(objects.map((object, index) => [object, index]));
  return all
    .map((each, index) => ({ ...each, index }))
    .sort((a, b) => order.get(a.at)! - order.get(b.at)! || a.index - b.index)
    .map(({ finding }) => finding);
}
