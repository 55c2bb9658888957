import { createContext, Script } from 'node:vm';
import { InterruptedError } from '../core/errors.js';
import { guardWork } from '../pipeline/interrupt.js';

/** What tells a job of Ctrl-C. */
export interface CtrlC {
  /** Aborted with an `InterruptedError` at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Leaves Ctrl-C to the system again. */
  stop(): void;
}

/**
 * Listens for Ctrl-C, also while this thread computes and hears nothing: Node's script watchdog then breaks the work off.
 *
 * The second Ctrl-C is not listened for: it ends the process at once.
 * @param remedy how to go on afterwards
 */
export function listenForCtrlC(remedy: string): CtrlC {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => void process.removeListener('SIGINT', interrupt);
  const interrupt = (): void => {
    stop();
    controller.abort(new InterruptedError('interrupted', { suggestions: [remedy] }));
  };
  process.on('SIGINT', interrupt);
  const sandbox = createContext({ work: null });
  const script = new Script('work()');
  guardWork(signal, (work) => {
    sandbox['work'] = work;
    try {
      return script.runInContext(sandbox, { breakOnSigint: true }) as ReturnType<typeof work>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
      interrupt();
      throw signal.reason;
    }
  });
  return { signal, stop };
}
