import { stringify } from 'yaml';
import { App } from './app';
import { completed } from './completed';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { RULES } from '../../src/rules';

/** The bad and the good example of every rule, with what the examples leave out. */
export function ruleExamples(): App[] {
  return RULES.flatMap(({ id, bad, good, examplesSettings, examplesInventory }) => Object.entries({ bad, good }).map(([which, text]) => ({
    id: `rules/${id}/${which}`,
    files: [{ name: `${which}.yaml`, text: written(text) }],
    inventory: examplesInventory === undefined ? undefined : { name: 'inventory.yaml', text: written(examplesInventory) },
    settings: { ...DEFAULT_SETTINGS, ...examplesSettings },
  })));
}

function written(text: string): string {
  return completed(text).map(document => stringify(document, { version: '1.1' })).join('---\n');
}
