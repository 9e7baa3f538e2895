package io.sallyport.server.boot;

import io.sallyport.server.directory.Groups;
import io.sallyport.server.retention.Neighbours;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.util.Optional;

/** What retention needs of the directory, the vault and the seal. */
final class RetentionNeighbours {
  private RetentionNeighbours() {}

  static Neighbours of(Groups groups, Vault vault, Seal seal) {
    return new Neighbours(
        groups::members, object -> destroy(vault, object), Optional.of(seal::sign));
  }

  /** An object carries its key, wrapped: with the file both are gone. */
  private static boolean destroy(Vault vault, String object) throws IOException {
    ObjectId id;
    try {
      id = new ObjectId(object);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (!vault.store().exists(id)) {
      return false;
    }
    vault.store().delete(id);
    return true;
  }
}
