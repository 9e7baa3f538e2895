/** What administrators do: accounts, rules, running calls, the server itself; no content. */
package io.sallyport.server.api.admin;
