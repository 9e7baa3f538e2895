package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.login.Role.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Copies of everything that is kept. */
public final class BackupsResource implements Api.Resource {

  /**
   * A copy.
   *
   * @param made when its list was written; empty where it is not whole
   * @param lastRecord up to which record it goes
   */
  public record BackupView(
      String name, String made, long lastRecord, int files, long bytes, boolean whole) {}

  /**
   * What is being done, or was done last.
   *
   * @param name of the copy; empty where nothing was begun yet
   * @param work {@code make} or {@code verify}
   * @param state {@code running}, {@code done} or {@code failed}
   * @param step what it does now, in words
   * @param done and {@code total}: bytes, as far as they are known; total 0 where not
   * @param result what came of it, in words
   */
  public record BackupTask(
      String name,
      String work,
      String state,
      String step,
      long done,
      long total,
      String result,
      String by,
      String began,
      String ended) {}

  /**
   * All copies.
   *
   * @param directory where they lie on the server's machine
   * @param sameDisk whether that is the disk of the data itself
   * @param dataBytes about how much a copy takes
   */
  public record BackupsView(
      String directory,
      boolean sameDisk,
      long freeBytes,
      long dataBytes,
      BackupTask task,
      List<BackupView> backups) {}

  /** What makes and checks copies; one thing at a time. */
  public interface Keeper {
    BackupsView view() throws IOException;

    /** Begins a copy; empty where something is under way. */
    Optional<BackupTask> make(String by);

    /** Begins a check; empty where something is under way. */
    Optional<BackupTask> verify(String name, String by);

    /** Whether there is a copy of that name. */
    boolean has(String name);
  }

  // immutable
  private final Keeper keeper;
  private final Administered administered;

  public BackupsResource(Keeper keeper, Administered administered) {
    this.keeper = keeper;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/backups", "backups", "Copies, and what is being done.")
            .needs(Permission.READ_STATE)
            .gives(BackupsView.class)
            .by(asked -> keeper.view()),
        Operation.of(Method.POST, "/backups", "backups", "Begin a copy of everything.")
            .needs(Permission.ADMINISTER)
            .gives(BackupTask.class)
            .creates()
            .by(this::make),
        Operation.of(
                Method.POST,
                "/backups/{name}/verification",
                "backups",
                "Begin a check: every file against the list, and the whole journal.")
            .needs(Permission.ADMINISTER)
            .gives(BackupTask.class)
            .creates()
            .by(this::verify));
  }

  private Object make(Asked asked) {
    BackupTask task = keeper.make(asked.caller().onRecord()).orElseThrow(BackupsResource::busy);
    administered.by(asked.caller(), "backup begun", task.name());
    return task;
  }

  private Object verify(Asked asked) {
    String name = asked.path("name");
    if (!keeper.has(name)) {
      throw Problem.notFound("There is no backup of that name.");
    }
    BackupTask task =
        keeper.verify(name, asked.caller().onRecord()).orElseThrow(BackupsResource::busy);
    administered.by(asked.caller(), "backup check begun", name);
    return task;
  }

  private static Problem.Refused busy() {
    return Problem.conflict("A backup or a check is under way. Wait for its end.");
  }
}
