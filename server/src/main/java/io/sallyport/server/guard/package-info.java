/**
 * Who is too much: rates, quotas, blocks that grow and expire, scanners, alarms. Counts on clocks
 * that it is given; sends nothing and refuses nothing itself.
 */
package io.sallyport.server.guard;
