/** The same for the same labels, in whatever order they are said. No label has a line break. */
export function labelsText(labels: { [key: string]: string }): string {
  let text = '';
  for (const key of Object.keys(labels).sort()) text += `${key}=${labels[key]}\n`;
  return text;
}

/** The same for the pods of a namespace that have the same labels. */
export function podsText(namespace: string, labels: { [key: string]: string }): string {
  return `${namespace}\n${labelsText(labels)}`;
}
