package io.github.nixadhoc.testkit;

import com.fasterxml.jackson.core.JsonFactory;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.exec.DefaultExecutor;
import org.slf4j.LoggerFactory;
import org.slf4j.nop.NOPServiceProvider;

/**
 * The methods of this library that a program enters between two of its own, counted by a debugger in a second JVM.
 *
 * <p>Methods are counted rather than timed, so the figures do not depend on what else the machine does.
 */
public final class MethodTrace {

    /** The method at which the trace begins, a static one of the program without parameters. */
    private static final String BEGIN = "begin";

    /** The method at which the trace ends. */
    private static final String END = "end";

    private static final String LIBRARY = "io.github.nixadhoc.";

    /** The file names whose look-ups are counted. */
    private static final List<String> CONFIGURATION_FILES = List.of("nix.conf", "registry.json");

    /** The classes of the JDK through which files are looked at. */
    private static final List<String> FILE_CLASSES = List.of("java.io.File", "sun.nio.fs.UnixNativeDispatcher");

    /** The methods of these by which a file is looked at. */
    private static final Set<String> LOOKING = Set.of(
            "exists", "isFile", "isDirectory", "lastModified", "length", "stat", "stat2", "lstat", "access", "open");

    private static final String LIMIT_MILLIS = "60000";

    private final Class<?> program;
    private final List<String> outline = new ArrayList<>();
    private final Set<String> classes = new HashSet<>();
    private final Map<String, Integer> entriesByMethod = new TreeMap<>();
    private final Set<ThreadReference> threads = new HashSet<>();
    private final Map<String, Integer> looksByFile = new TreeMap<>();
    private final List<EventRequest> tracing = new ArrayList<>();
    private ThreadReference caller;
    private String lastClassOfCaller = "";
    private int entries;
    private int entriesOfCaller;
    private int hops;

    private MethodTrace(Class<?> program) {
        this.program = program;
    }

    /**
     * Runs a program in a second JVM and traces it.
     *
     * @param program a class with the static methods {@code main}, {@code begin} and {@code end}; its own methods are left out
     * @param environment all variables of the second JVM
     * @param arguments the arguments of the program
     * @throws Exception if the second JVM cannot be started or traced, or fails
     */
    public static MethodTrace of(Class<?> program, Map<String, String> environment, String... arguments)
            throws Exception {
        MethodTrace trace = new MethodTrace(program);
        trace.trace(environment, arguments);
        return trace;
    }

    /** Returns the calls of the thread that began the trace, indented. */
    public List<String> outline() {
        return outline;
    }

    /** Returns the number of methods entered, by all threads. */
    public int entries() {
        return entries;
    }

    /** Returns the number of methods entered by the thread that began the trace. */
    public int entriesOfCaller() {
        return entriesOfCaller;
    }

    /** Returns how often one method was entered; {@code ProcessSpec.<init>} is a constructor. */
    public int entriesOf(String classAndMethod) {
        return entriesByMethod.getOrDefault(classAndMethod, 0);
    }

    /** Returns the number of classes whose methods were entered. */
    public int classes() {
        return classes.size();
    }

    /** Returns how often the thread that began the trace went from one class to another. */
    public int hops() {
        return hops;
    }

    /** Returns the number of threads that entered methods. */
    public int threads() {
        return threads.size();
    }

    /** Returns how often each file of Nix's configuration was looked at. */
    public Map<String, Integer> looksByFile() {
        return looksByFile;
    }

    private void trace(Map<String, String> environment, String... arguments) throws Exception {
        ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(candidate -> candidate.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> where = connector.defaultArguments();
        where.get("localAddress").setValue("127.0.0.1");
        where.get("port").setValue("0");
        where.get("timeout").setValue(LIMIT_MILLIS);
        String address = connector.startListening(where);
        Process traced = start(environment, address.substring(address.lastIndexOf(':') + 1), arguments);
        try {
            follow(accept(connector, where));
            if (!traced.waitFor(1, TimeUnit.MINUTES) || traced.exitValue() != 0 || entries == 0) {
                throw new IllegalStateException("the traced JVM failed, or no method was traced");
            }
        } finally {
            traced.destroyForcibly().waitFor();
        }
    }

    private static VirtualMachine accept(ListeningConnector connector, Map<String, Connector.Argument> where)
            throws IOException, IllegalConnectorArgumentsException {
        try {
            return connector.accept(where);
        } finally {
            connector.stopListening(where);
        }
    }

    private Process start(Map<String, String> environment, String port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:" + port,
                "-cp",
                classPath(),
                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Returns the places of the classes that the library needs; a launcher of tests may have loaded them by itself. */
    private String classPath() {
        List<Class<?>> needed = List.of(
                program,
                NixClient.class,
                JsonFactory.class,
                DefaultExecutor.class,
                LoggerFactory.class,
                NOPServiceProvider.class);
        return needed.stream()
                .map(each -> ClassOrigin.of(each).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Handles the events of the traced JVM until it ends. */
    private void follow(VirtualMachine machine) throws InterruptedException {
        ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(program.getName());
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
            breakAt(prepared.referenceType(), BEGIN, machine);
            breakAt(prepared.referenceType(), END, machine);
        } else if (event instanceof BreakpointEvent reached) {
            if (reached.location().method().name().equals(BEGIN)) {
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
        filters.add(LIBRARY + "*");
        for (String filter : filters) {
            MethodEntryRequest entry = machine.eventRequestManager().createMethodEntryRequest();
            entry.addClassFilter(filter);
            entry.addClassExclusionFilter(program.getName());
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
        classes.add(type);
        entriesByMethod.merge(type + "." + method.name(), 1, Integer::sum);
        threads.add(event.thread());
        if (event.thread().equals(caller)) {
            entriesOfCaller++;
            if (!type.equals(lastClassOfCaller)) {
                hops++;
            }
            lastClassOfCaller = type;
            outline.add("  ".repeat(stack.size() - 1) + type + "." + method.name());
        }
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
        List<Method> stack = new ArrayList<>();
        try {
            for (StackFrame frame : thread.frames()) {
                Method method = frame.location().method();
                String type = method.declaringType().name();
                if (type.startsWith(LIBRARY) && !type.equals(program.getName())) {
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
}
