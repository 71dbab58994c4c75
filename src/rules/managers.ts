import { MeshObject } from '../model/object';
import { listOf, mapOf, textOf } from '../model/read';

const HELM = 'meta.helm.sh/release-';
const ARGO_CD = 'argocd.argoproj.io/tracking-id';
const KUBECTL = 'kubectl.kubernetes.io/last-applied-configuration';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** By what an object came to its cluster, as messages say it: many tools leave a mark on what they apply. What is written with the object itself is no such mark. */
export function broughtBy({ annotations, labels }: MeshObject, written: MeshObject): string {
  const { [`${HELM}name`]: release, [`${HELM}namespace`]: home, [ARGO_CD]: tracking, [KUBECTL]: applied } = annotations;
  if (release !== undefined) return `by Helm release ${home}/${release}`;
  if (tracking !== undefined) return `by Argo CD application ${tracking.split(':')[0]}`;
  for (const flux of ['kustomize', 'helm'].map(each => `${each}.toolkit.fluxcd.io`)) {
    if (labels[`${flux}/name`] !== undefined) return `by Flux, from ${labels[`${flux}/namespace`]}/${labels[`${flux}/name`]}`;
  }
  if (labels[MANAGED_BY] !== undefined && labels[MANAGED_BY] !== written.labels[MANAGED_BY]) return `by ${labels[MANAGED_BY]}`;
  return applied === undefined ? 'without a mark of who did it' : 'by kubectl apply';
}

/** The object whose controller writes this one, `Canary reviews`. */
export function controllerOf({ json }: MeshObject): string | undefined {
  const owner = mapOf(listOf(mapOf(json.metadata).ownerReferences).find(each => mapOf(each).controller === true));
  return textOf(owner.kind) ? `${owner.kind} ${textOf(owner.name)}` : undefined;
}
