/**
 * What the fuzzer tries with {@code -Pfuzz}, one target a class and a minute each. The same targets
 * take random input in every build ({@code HostilePacketsTest}, {@code HostileDescriptionsTest},
 * {@code HostileStunTest}, {@code HostileDtlsTest}).
 */
package io.sallyport.fuzz;
