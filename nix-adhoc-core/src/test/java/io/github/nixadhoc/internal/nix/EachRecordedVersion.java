package io.github.nixadhoc.internal.nix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A test of the logs of each version of Nix that failures are recorded of; the parameter is the version. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@FieldSource("io.github.nixadhoc.internal.nix.Recorded#VERSIONS")
@interface EachRecordedVersion {}
