/** Users, their devices' credentials and roles. */
package io.sallyport.server.directory;
