/** Where a command writes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Shows how far it is, on one line that is written over and over. Nothing where nobody looks at a terminal. */
  readonly progress?: (text: string) => void;
}

/** The real one. */
export function terminal(): Terminal {
  const { stdout, stderr } = process;
  // `cdk8s-istio check . | head` closes its end early, which is no error.
  stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  return {
    out: text => void stdout.write(text),
    error: text => void stderr.write(text),
    progress: stderr.isTTY ? text => void stderr.write(`\r\u001b[K${text}`) : undefined,
  };
}
