/** What to enter in a softphone: lines, files, links that open once. */
package io.sallyport.server.softphone;
