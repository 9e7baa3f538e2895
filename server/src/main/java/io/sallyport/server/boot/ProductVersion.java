package io.sallyport.server.boot;

import io.sallyport.server.api.admin.VersionResource.Dependency;
import io.sallyport.server.api.admin.VersionResource.ProductView;
import io.sallyport.server.db.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What runs here, for the console: the program, what it is made of, and the machine under it. */
final class ProductVersion {
  private static final String LIST = "dependencies.tsv";

  private ProductVersion() {}

  static ProductView view(Settings settings, Database database, Instant started) {
    Database.About about = database.about();
    return new ProductView(
        Version.ofProduct(),
        commit(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"),
        settings.node(),
        settings.domain(),
        started,
        about.product(),
        about.applied(),
        about.newest(),
        dependencies());
  }

  /** Of the sources, as the build put it into the jar; empty where it did not. */
  private static String commit() {
    try (InputStream in = ProductVersion.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      if (in == null) {
        return "";
      }
      Attributes main = new Manifest(in).getMainAttributes();
      String commit = main.getValue("Implementation-Commit");
      boolean ours = "Sallyport".equals(main.getValue("Implementation-Title"));
      return ours && commit != null && commit.matches("[0-9a-f]{7,40}") ? commit : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Everything of others' in the jar. */
  static List<Dependency> dependencies() {
    try (InputStream in = ProductVersion.class.getResourceAsStream(LIST);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .map(cells -> new Dependency(cells[0], cells[1], cells[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
