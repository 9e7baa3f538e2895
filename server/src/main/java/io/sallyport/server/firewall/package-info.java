/** The rule sheet: what a firewall must let through for one configuration, in the words of each. */
package io.sallyport.server.firewall;
