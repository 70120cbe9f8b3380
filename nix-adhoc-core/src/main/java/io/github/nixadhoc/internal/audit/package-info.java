/** The writing of an audit: chained lines of JSON in a file that several JVMs share. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.audit;

import org.jspecify.annotations.NullMarked;
