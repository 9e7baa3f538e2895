package io.sallyport.server.seal;

/**
 * What has become of the checkpoints at one place outside.
 *
 * @param place its kind and address
 * @param taken checkpoints that it took since the server started
 * @param waiting checkpoints that wait for it
 * @param failure why the last attempt failed; empty where it did not
 */
public record Delivery(String place, long taken, int waiting, String failure) {}
