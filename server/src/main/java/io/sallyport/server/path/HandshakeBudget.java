package io.sallyport.server.path;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many handshakes an IP address may start that nothing but its cookie speaks for: a few at a
 * time, a few a second; those that turn out to be a call's do not count. Any thread.
 */
final class HandshakeBudget {
  private static final int BURST = 16;
  private static final long REFILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int AT_A_TIME = 8;

  /** Addresses that are remembered; each has shown that it gets what is sent to it. */
  private static final int MAX_ADDRESSES = 4096;

  private static final class Account {
    private int left = BURST;
    private int running;
    private long since;
  }

  // guarded by: this
  private final Map<InetAddress, Account> accounts = new HashMap<>();

  /** Takes one; false where the address has none left. */
  synchronized boolean take(InetAddress address, long nanoTime) {
    Account account = accounts.get(address);
    if (account == null) {
      if (accounts.size() >= MAX_ADDRESSES && !forgetIdle(nanoTime)) {
        return false;
      }
      account = new Account();
      account.since = nanoTime;
      accounts.put(address, account);
    }
    refill(account, nanoTime);
    if (account.left == 0 || account.running == AT_A_TIME) {
      return false;
    }
    account.left--;
    account.running++;
    return true;
  }

  /** A handshake that was taken is over. */
  synchronized void done(InetAddress address) {
    Account account = accounts.get(address);
    if (account != null) {
      account.running--;
    }
  }

  /** A handshake that was taken was a call's. */
  synchronized void giveBack(InetAddress address) {
    Account account = accounts.get(address);
    if (account != null) {
      account.left = Math.min(BURST, account.left + 1);
    }
  }

  private static void refill(Account account, long nanoTime) {
    long steps = (nanoTime - account.since) / REFILL_NANOS;
    if (steps > 0) {
      account.left = (int) Math.min(BURST, account.left + steps);
      account.since += steps * REFILL_NANOS;
    }
  }

  private boolean forgetIdle(long nanoTime) {
    return accounts
        .values()
        .removeIf(
            account -> {
              refill(account, nanoTime);
              return account.running == 0 && account.left == BURST;
            });
  }

  synchronized int addresses() {
    return accounts.size();
  }
}
