package io.sallyport.server.boot;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on users or records, in the running server or without one. */
abstract class DataCommand implements Callable<Integer> {
  private final Invocation invocation;
  private final Place place;
  @Spec private CommandSpec spec;

  DataCommand(Invocation invocation, Place place) {
    this.invocation = invocation;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    return place.run(invocation, arguments(arguments), this::on);
  }

  /** The command line as a running server must see it. */
  List<String> arguments(List<String> given) {
    return given;
  }

  /** Does what was asked for; the answer is the exit code. */
  abstract int on(Facades facades) throws Exception;

  Terminal terminal() {
    return invocation.terminal();
  }

  PrintWriter out() {
    return terminal().out();
  }

  /** As a log reads: what is newest stands next to the prompt. */
  static <T> List<T> oldestFirst(List<T> newestFirst) {
    List<T> rows = new ArrayList<>(newestFirst);
    Collections.reverse(rows);
    return rows;
  }
}
