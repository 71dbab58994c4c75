import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { rootOf } from './root';

/**
 * The file that cdk8s writes for one object alone, in the output types that have one. Undefined where objects share files on purpose.
 * Without the number that cdk8s puts before folders of charts that depend on each other.
 */
export function ownFile(object: ApiObject, json: any): string | undefined {
  const { yamlOutputType, outputFileExtension } = rootOf(object) as App;
  switch (yamlOutputType) {
    case YamlOutputType.FILE_PER_RESOURCE:
      return fileName(json.kind, json.metadata?.name) + outputFileExtension;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      // Here cdk8s asks the object and not what it serializes to.
      return `${Names.toDnsLabel(Chart.of(object))}/${fileName(object.kind, object.metadata.name)}${outputFileExtension}`;
    default:
      return undefined;
  }
}

function fileName(kind: unknown, name: unknown): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
