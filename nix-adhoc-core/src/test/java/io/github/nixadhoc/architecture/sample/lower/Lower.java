package io.github.nixadhoc.architecture.sample.lower;

/** A class that uses no other. */
public final class Lower {}
