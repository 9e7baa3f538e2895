/** Rules to a decision with obligations. Pure: values in, a value out. */
package io.sallyport.server.policy;
