package io.github.nixadhoc.internal.progress;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A phase of a run, as an event of the JDK Flight Recorder. */
@Category("Nix")
@StackTrace(false)
abstract class PhaseRecord extends Event {

    @Label("Run")
    @Description("Identifies the run of a command")
    long run;

    @Label("Command")
    String command = "";

    @Label("Failed")
    @Description("Whether it ended with an exception")
    boolean failed;

    @Name("io.github.nixadhoc.Resolve")
    @Label("Resolve")
    @Description("Nix evaluates, or an earlier answer is looked up")
    static final class Resolve extends PhaseRecord {}

    @Name("io.github.nixadhoc.Realise")
    @Label("Realise")
    @Description("Nix downloads and builds, or existing outputs are protected from the garbage collector")
    static final class Realise extends PhaseRecord {}

    @Name("io.github.nixadhoc.Run")
    @Label("Run")
    @Description("The program runs")
    static final class Run extends PhaseRecord {}
}
