import { Report } from './finding';
import { jsonText } from './json';
import { junitText } from './junit';
import { sarifText } from './sarif';
import { plainText } from './text';

/** A report as text. */
const FORMATS: { readonly [format: string]: (report: Report) => string } = { text: plainText, json: jsonText, sarif: sarifText, junit: junitText };

/** The forms a report can have. */
export const REPORT_FORMATS = Object.keys(FORMATS);

/** A report as text: `text`, `json`, `sarif` or `junit`. */
export function reportText(report: Report, format: string): string {
  if (!Object.hasOwn(FORMATS, format)) throw new Error(`there is no report format ${format}; there are ${REPORT_FORMATS.join(', ')}`);
  return FORMATS[format](report);
}
