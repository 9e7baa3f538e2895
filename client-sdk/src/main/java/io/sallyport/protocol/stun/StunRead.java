package io.sallyport.protocol.stun;

/** What bytes are when they are read as STUN: a message, or what is wrong with them. */
public sealed interface StunRead permits StunMessage, StunFault {}
