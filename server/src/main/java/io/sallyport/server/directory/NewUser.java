package io.sallyport.server.directory;

import io.sallyport.server.base.Secret;

/**
 * An account to be made.
 *
 * @param department empty for none
 */
public record NewUser(
    String name, String display, String department, User.Role role, Secret password) {}
