/** The connection pool, migrations and the transaction template. */
package io.sallyport.server.db;
