/**
 * Runs Nix packages ad hoc from Java. {@code internal} is not exported and may change at any time.
 */
module io.github.nixadhoc.core {
    requires com.fasterxml.jackson.core;
    requires org.apache.commons.exec;
    requires static jdk.jfr;
    requires jdk.unsupported;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.github.nixadhoc.agent;
    exports io.github.nixadhoc.audit;
    exports io.github.nixadhoc.error;
    exports io.github.nixadhoc.event;
    exports io.github.nixadhoc.exec.commons;
    exports io.github.nixadhoc.exec;
    exports io.github.nixadhoc.model;
    exports io.github.nixadhoc.policy;
    exports io.github.nixadhoc.result;
    exports io.github.nixadhoc.schedule;
    exports io.github.nixadhoc.testing;
    exports io.github.nixadhoc;
}
