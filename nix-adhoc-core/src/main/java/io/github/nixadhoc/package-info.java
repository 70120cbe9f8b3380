/**
 * What a user types and gets: the commands, the client they run on, and their results.
 */
@NullMarked
package io.github.nixadhoc;

import org.jspecify.annotations.NullMarked;
