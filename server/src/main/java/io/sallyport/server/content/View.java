package io.sallyport.server.content;

/**
 * One way to look at what was sent.
 *
 * @param kind of the rules that look at it
 * @param text each character with where it stands in the body; -1 where it stands in no body
 * @param maskable whether a character can be taken out there and what is left is still well-formed
 */
record View(Material.Kind kind, CharStream text, boolean maskable) {}
