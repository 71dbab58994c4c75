import { ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../core/errors';

/** What was typed cannot be meant. */
export class WrongUse extends Error {}

/** What was typed, after the name of the command. */
export interface Arguments {
  readonly values: { readonly [option: string]: string | boolean | undefined };
  readonly positionals: string[];
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options and the rest. What is not known is an error, with the nearest that is. */
export function argumentsOf(args: string[], options: Options): Arguments {
  const { values, positionals, tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const known = Object.keys(options);
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new WrongUse(`there is no option ${token.rawName}${didYouMean(token.rawName, known.map(name => `--${name}`))}`);
    if (option.type === 'string' && (token.value === undefined || token.value === '')) throw new WrongUse(`option ${token.rawName} needs a value`);
    if (option.type === 'boolean' && token.value !== undefined) throw new WrongUse(`option ${token.rawName} has no value`);
  }
  return { values: values as Arguments['values'], positionals };
}

/** The value of an option that is one of a few words. */
export function oneOf(option: string, value: string | boolean | undefined, words: string[], otherwise: string): string {
  if (value === undefined) return otherwise;
  if (words.includes(String(value))) return String(value);
  throw new WrongUse(`--${option} is ${value}; it can be ${words.join(', ')}${didYouMean(String(value), words)}`);
}
