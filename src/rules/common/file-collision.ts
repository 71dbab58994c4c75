import { MeshObject, objectText } from '../../model/object';
import { Rule } from '../rule';

export const fileCollision: Rule = {
  id: 'common/file-collision',
  severity: 'error',
  summary: 'two objects are written to one file',
  why: 'with one file for each resource cdk8s names it after kind and name only, and the object written last is all that is left',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
metadata: { name: deny-by-default, namespace: shop }
spec: {}
---
kind: AuthorizationPolicy
metadata: { name: deny-by-default, namespace: bookinfo }
spec: {}
`,
  good: `
kind: AuthorizationPolicy
metadata: { name: shop-deny-by-default, namespace: shop }
spec: {}
---
kind: AuthorizationPolicy
metadata: { name: bookinfo-deny-by-default, namespace: bookinfo }
spec: {}
`,
  examplesWrittenAs: 'FILE_PER_RESOURCE',
  * check(mesh) {
    for (const object of mesh.objects) {
      const first = object.origin.ownFile === undefined ? object : mesh.inFile(object.origin.ownFile)[0];
      // Equal names in one namespace are another rule's, and renaming them settles this too.
      if (first === object || mesh.find(object).includes(first)) continue;
      yield {
        at: object,
        and: [{ object: first }],
        problem: `${objectText(object)} and ${described(first, object)} are both written to ${object.origin.ownFile}`,
        fix: 'give one of them another metadata.name, or write one file for each chart: new App({ yamlOutputType: YamlOutputType.FILE_PER_CHART })',
      };
    }
  },
};

/** With its group where that is all that differs, as for the two kinds of Gateway. */
function described(first: MeshObject, object: MeshObject): string {
  return objectText(first) === objectText(object) ? `${objectText(first)} of ${first.group || 'the core group'}` : objectText(first);
}
