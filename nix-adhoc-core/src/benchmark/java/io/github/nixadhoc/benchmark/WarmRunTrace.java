package io.github.nixadhoc.benchmark;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ByteValue;
import com.sun.jdi.Field;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import io.github.nixadhoc.NixClient;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The methods that one warm run enters, traced by a debugger in a second JVM.
 *
 * <p>Prints the totals, and writes the calls of the caller's thread, indented, to {@code target/benchmarks}. Methods
 * are counted rather than timed, so the totals do not depend on what else the machine does.
 */
public final class WarmRunTrace {

    /** The classes that are traced; those of this package are left out. */
    private static final String TRACED_CLASSES = "io.github.nixadhoc.*";

    /** The simple name of the class whose constructions are counted. */
    private static final String SPEC_CLASS = "ProcessSpec";

    /** The file names whose look-ups are counted. */
    private static final List<String> CONFIGURATION_FILES = List.of("nix.conf", "registry.json");

    /** The classes of the JDK through which files are looked at. */
    private static final List<String> FILE_CLASSES = List.of("java.io.File", "sun.nio.fs.UnixNativeDispatcher");

    /** The methods of these by which a file is looked at. */
    private static final Set<String> LOOKING = Set.of(
            "exists", "isFile", "isDirectory", "lastModified", "length", "stat", "stat2", "lstat", "access", "open");

    private static final int WARM_UP = 20;
    private static final String LIMIT_MILLIS = "60000";

    /** The time in which threads of a run come to their ends after it, so that each is counted with its own run. */
    private static final long SETTLING_MILLIS = 500;

    private final List<String> outline = new ArrayList<>();
    private final Map<String, Integer> entriesByClass = new TreeMap<>();
    private final Set<ThreadReference> threads = new HashSet<>();
    private final Map<String, Integer> looksByFile = new TreeMap<>();
    private final List<EventRequest> tracing = new ArrayList<>();
    private ThreadReference caller;
    private String lastClassOfCaller = "";
    private int entries;
    private int entriesOfCaller;
    private int hops;
    private int specs;

    private WarmRunTrace() {}

    /**
     * Traces one warm run, and prints what it enters.
     *
     * @param arguments none
     * @throws Exception if the second JVM cannot be started or traced
     */
    public static void main(String[] arguments) throws Exception {
        WarmRunTrace trace = new WarmRunTrace();
        try (BenchmarkNix nix = BenchmarkNix.create()) {
            trace.trace(nix);
        }
        System.out.println(trace.table());
        System.out.println(BenchmarkTable.machine() + ", load " + load());
        Path file = Path.of("target", "benchmarks", "warm-run-trace.txt");
        Files.createDirectories(file.getParent());
        Files.write(file, trace.outline);
        System.out.println("Calls of the caller's thread: " + file.toAbsolutePath());
    }

    /** Returns the load of this machine over the last minute. */
    static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%.2f", load);
    }

    private void trace(BenchmarkNix nix) throws Exception {
        ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(candidate -> candidate.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> where = connector.defaultArguments();
        where.get("localAddress").setValue("127.0.0.1");
        where.get("port").setValue("0");
        where.get("timeout").setValue(LIMIT_MILLIS);
        String address = connector.startListening(where);
        Process traced = start(nix, globalRegistry(nix), address.substring(address.lastIndexOf(':') + 1));
        try {
            follow(accept(connector, where));
            BenchmarkNix.require(traced.waitFor(1, TimeUnit.MINUTES) && traced.exitValue() == 0, "the traced JVM");
        } finally {
            traced.destroyForcibly().waitFor();
        }
        BenchmarkNix.require(entries > 0, "no method was traced");
    }

    private static VirtualMachine accept(ListeningConnector connector, Map<String, Connector.Argument> where)
            throws IOException, IllegalConnectorArgumentsException {
        try {
            return connector.accept(where);
        } finally {
            connector.stopListening(where);
        }
    }

    /**
     * Returns a global registry with nixpkgs, taken out of that of the user. Most machines know nixpkgs from there, so
     * an answer about it holds for the time to live of tarballs, for which the configuration is looked at as well.
     */
    private static Path globalRegistry(BenchmarkNix nix) throws IOException {
        Path ofUser = Path.of(nix.environment().get("XDG_CONFIG_HOME"), "nix", "registry.json");
        return Files.move(ofUser, nix.directory("global").resolve("registry.json"));
    }

    private static Process start(BenchmarkNix nix, Path registry, String port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:" + port,
                        "-cp",
                        System.getProperty("java.class.path"),
                        WarmRuns.class.getName(),
                        nix.binary().toString(),
                        registry.toString())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(nix.environment());
        return builder.start();
    }

    /** Handles the events of the traced JVM until it ends. */
    private void follow(VirtualMachine machine) throws InterruptedException {
        ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(WarmRuns.class.getName());
        prepared.enable();
        machine.resume();
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    handle(event, machine);
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            // The traced JVM has ended; its exit code says whether all went well.
        }
    }

    private void handle(Event event, VirtualMachine machine) {
        if (event instanceof ClassPrepareEvent prepared) {
            breakAt(prepared.referenceType(), "begin", machine);
            breakAt(prepared.referenceType(), "end", machine);
        } else if (event instanceof BreakpointEvent reached) {
            if (reached.location().method().name().equals("begin")) {
                caller = reached.thread();
                begin(machine);
            } else {
                machine.eventRequestManager().deleteEventRequests(tracing);
                tracing.clear();
            }
        } else if (event instanceof MethodEntryEvent entered && !tracing.isEmpty()) {
            count(entered);
        }
    }

    private static void breakAt(ReferenceType type, String method, VirtualMachine machine) {
        BreakpointRequest breakpoint = machine.eventRequestManager()
                .createBreakpointRequest(type.methodsByName(method).get(0).location());
        breakpoint.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        breakpoint.enable();
    }

    private void begin(VirtualMachine machine) {
        List<String> filters = new ArrayList<>(FILE_CLASSES);
        filters.add(TRACED_CLASSES);
        for (String filter : filters) {
            MethodEntryRequest entry = machine.eventRequestManager().createMethodEntryRequest();
            entry.addClassFilter(filter);
            entry.addClassExclusionFilter(getClass().getPackageName() + ".*");
            entry.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            entry.enable();
            tracing.add(entry);
        }
    }

    private void count(MethodEntryEvent event) {
        Method method = event.method();
        if (FILE_CLASSES.contains(method.declaringType().name())) {
            countLook(event);
            return;
        }
        List<Method> stack = tracedStack(event.thread());
        String type = sourceClass(method);
        entries++;
        entriesByClass.merge(type, 1, Integer::sum);
        threads.add(event.thread());
        if (isSpec(method) && !(stack.size() > 1 && isSpec(stack.get(1)))) {
            specs++;
        }
        if (event.thread().equals(caller)) {
            entriesOfCaller++;
            if (!type.equals(lastClassOfCaller)) {
                hops++;
            }
            lastClassOfCaller = type;
            outline.add("  ".repeat(stack.size() - 1) + type + "." + method.name());
        }
    }

    private static boolean isSpec(Method method) {
        return method.isConstructor() && method.declaringType().name().endsWith("." + SPEC_CLASS);
    }

    /** Counts a look at a file of the configuration, from whichever thread. */
    private void countLook(MethodEntryEvent event) {
        String file = file(event);
        if (CONFIGURATION_FILES.stream().anyMatch(file::endsWith)) {
            looksByFile.merge(file, 1, Integer::sum);
            if (event.thread().equals(caller)) {
                int depth = tracedStack(event.thread()).size();
                outline.add("  ".repeat(depth) + "[" + event.method().name() + " " + file + "]");
            }
        }
    }

    /** Returns the file that a method of the JDK looks at; an empty text if it looks at none. */
    private static String file(MethodEntryEvent event) {
        Method method = event.method();
        if (!LOOKING.contains(method.name()) || method.isNative()) {
            return "";
        }
        try {
            StackFrame frame = event.thread().frame(0);
            return path(method.isStatic() ? frame.getArgumentValues().get(0) : frame.thisObject());
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(Value file) {
        if (!(file instanceof ObjectReference object)) {
            return "";
        }
        Field field = object.referenceType().fieldByName("path");
        Value value = field == null ? null : object.getValue(field);
        if (value instanceof StringReference text) {
            return text.value();
        }
        if (value instanceof ArrayReference array) {
            byte[] bytes = new byte[array.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = ((ByteValue) array.getValue(i)).value();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return "";
    }

    /** Returns the traced methods that a thread is in, the innermost first. */
    private List<Method> tracedStack(ThreadReference thread) {
        String prefix = TRACED_CLASSES.substring(0, TRACED_CLASSES.length() - 1);
        List<Method> stack = new ArrayList<>();
        try {
            for (StackFrame frame : thread.frames()) {
                Method method = frame.location().method();
                String type = method.declaringType().name();
                if (type.startsWith(prefix) && !type.startsWith(getClass().getPackageName() + ".")) {
                    stack.add(method);
                }
            }
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
        return stack;
    }

    /** Returns the simple name of the class that a method is written in; that of a lambda is the class around it. */
    private static String sourceClass(Method method) {
        String name = method.declaringType().name();
        int lambda = name.indexOf("$$Lambda");
        String written = lambda < 0 ? name : name.substring(0, lambda);
        return written.substring(written.lastIndexOf('.') + 1);
    }

    private String table() {
        int looks = looksByFile.values().stream().mapToInt(Integer::intValue).sum();
        int lookUps =
                looksByFile.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return String.join(
                "\n",
                "| a warm run of `cowsay hi` | |",
                "|---|---|",
                row("method entries", entries),
                row("of these on the caller's thread", entriesOfCaller),
                row("classes entered", entriesByClass.size()),
                row("hops between classes on the caller's thread", hops),
                row("threads", threads.size()),
                row("constructions of " + SPEC_CLASS, specs),
                row("look-ups of the configuration, by the file looked at most often", lookUps),
                row("looks at files of the configuration", looks));
    }

    private static String row(String label, int count) {
        return String.format(Locale.ROOT, "| %s | %,d |", label, count);
    }

    /** The program of the traced JVM. */
    static final class WarmRuns {

        private WarmRuns() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (NixClient client = BenchmarkNix.client(System.getenv(), Path.of(arguments[0]), arguments[1])) {
                for (int i = 0; i < WARM_UP; i++) {
                    run(client);
                }
                Thread.sleep(SETTLING_MILLIS);
                begin();
                run(client);
                Thread.sleep(SETTLING_MILLIS);
                end();
            }
        }

        private static void run(NixClient client) {
            client.run("cowsay").args("hi").execute().orThrow();
        }

        /** Marks the beginning of what is traced. */
        private static void begin() {}

        /** Marks the end of what is traced. */
        private static void end() {}
    }
}
