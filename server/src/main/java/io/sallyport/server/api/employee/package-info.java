/** What everybody does: one's own calls, chat, colleagues and devices. */
package io.sallyport.server.api.employee;
