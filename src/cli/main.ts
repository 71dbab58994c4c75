import { check, CHECK_HELP, CLEAN, UNREAD } from './check-command';
import { explain, EXPLAIN_HELP, rules, RULES_HELP } from './rules-command';
import { Terminal } from './terminal';
import { WrongUse } from './usage';
import { didYouMean } from '../core/errors';
import { version } from '../report/version';

const COMMANDS: { readonly [name: string]: (args: string[], terminal: Terminal) => number } = { check, explain, rules };

const HELP = `cdk8s-istio ${version()}: what Istio would silently mishandle

${[CHECK_HELP, EXPLAIN_HELP, RULES_HELP].join('\n')}
Also: --version, and --help behind any command
`;

/** Runs a command line. Answers the exit code. */
export function main(args: string[], terminal: Terminal): number {
  try {
    return command(args, terminal);
  } catch (error) {
    // Node's own exit code for a crash is that of findings.
    const text = error instanceof WrongUse ? error.message : `this is a mistake in cdk8s-istio, please report it: ${(error as Error)?.stack ?? error}`;
    terminal.error(`cdk8s-istio: ${text}\n`);
    return UNREAD;
  }
}

function command([name, ...rest]: string[], terminal: Terminal): number {
  if (name !== undefined && Object.hasOwn(COMMANDS, name)) return COMMANDS[name](rest, terminal);
  if (name === '--version' || name === '-v') terminal.out(`${version()}\n`);
  else if (name === '--help' || name === '-h' || name === 'help') terminal.out(HELP);
  else if (name === undefined) throw new WrongUse('say what to do: check, explain or rules; --help says more');
  else throw new WrongUse(`there is no command ${name}${didYouMean(name, Object.keys(COMMANDS)) || '; there are check, explain and rules'}`);
  return CLEAN;
}
