package io.sallyport.server.boot;

import java.util.List;

/**
 * Where a command finds users and records: in the server that runs, or in the data directory
 * itself.
 */
interface Place {

  /** What a command does once it has what it works on; the answer is its exit code. */
  interface Work {
    int on(Facades facades) throws Exception;
  }

  /**
   * Runs the work, here or by handing the arguments to who can.
   *
   * @param arguments the whole command line
   */
  int run(Invocation invocation, List<String> arguments, Work work) throws Exception;
}
