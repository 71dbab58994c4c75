/** Whether a text says in comments what ytt puts in place of its values: `host: #@ data.values.host`, `#@overlay/match by="name"`. */
export function isYttTemplate(text: string): boolean {
  return text.includes('#@') && /^apiVersion:/m.test(text) && /(?:^|\s)#@(?: \S|[a-z]+\/)/.test(text);
}
