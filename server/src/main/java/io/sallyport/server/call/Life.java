package io.sallyport.server.call;

/** Who is told of a call's way; each once, on its shard. */
interface Life {
  /** Both sides can talk. */
  void answered(Call call);

  /** It is over, answered or not. */
  void ended(Call call);
}
