/** What compliance officers do: search, read, hold, export and prove, each with a reason. */
package io.sallyport.server.api.officer;
