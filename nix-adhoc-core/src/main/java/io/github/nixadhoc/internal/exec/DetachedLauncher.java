package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.internal.text.PathText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shell commands that start a process which outlives the JVM, wait for it, and record its exit code. */
final class DetachedLauncher {

    static final String PROCESS = "process";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String EXIT = "exit";
    static final String STDIN = "stdin";

    /** The PATH on which the shells look for setsid and perl; the process may have another one. */
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/run/current-system/sw/bin";

    // a background job of a shell is only the last resort, because it ignores SIGINT and SIGQUIT irrevocably
    private static final String LAUNCHER = """
            if setsid --fork true 2>/dev/null; then exec setsid --fork /bin/sh -c "$@"; fi
            if perl -e 1 2>/dev/null; then
              exec perl -e 'use POSIX (); exit 0 if fork; POSIX::setsid(); exec @ARGV; exit 127' /bin/sh -c "$@"
            fi
            trap '' HUP
            /bin/sh -c "$@" &
            """;

    private static final String SHIM = """
            trap : HUP INT QUIT TERM
            folder=$0 in=$1 merged=$2 starter=$3
            shift 3
            exec </dev/null >"$folder/stdout" || exit
            if [ "$merged" ]; then exec 2>&1; else exec 2>"$folder/stderr"; fi
            /bin/sh -c "$starter" "$folder" "$in" "$@"
            echo $? >"$folder/exit"
            """;

    // the input is opened last, because a named pipe waits for its writer; on systems without /proc the JVM adds the
    // start time
    private static final String STARTER = """
            boot= line= in=$1
            shift
            { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
            { while read -r part; do line="$line $part"; done </proc/$$/stat; } 2>/dev/null
            words=${line##*) }
            set -f
            start=$(set -- $words; echo "${20}")
            echo "$$ $start $boot
            $PPID" >"$0/process"
            set +f
            exec <"$in" || exit
            if [ "$in" = "$0/stdin" ]; then rm -f "$in" 2>/dev/null; fi
            unset boot line part words start in
            exec "$@"
            """;

    private DetachedLauncher() {}

    /**
     * Returns the spec of the command that starts a detached process.
     *
     * @param spec the spec of the process
     * @param folder the folder of the process
     * @param shimVariables the additional variables of the shim's environment
     */
    static ProcessSpec of(ProcessSpec spec, Path folder, Map<String, String> shimVariables) throws IOException {
        Map<String, String> variables = new HashMap<>(shimVariables);
        variables.put("PATH", PATH);
        List<String> process = new ArrayList<>(spec.command());
        ProcessEnvironment environment;
        if (hasSplittingEnv()) {
            process.set(0, ProgramPath.find(process.get(0)));
            ShellRelay relay = new ShellRelay(process, EnvironmentBytes.of(spec.environment()));
            process = relay.command();
            variables.putAll(relay.variables());
            environment = ProcessEnvironment.inherited().onTopOf(variables);
        } else {
            environment = spec.environment();
            for (Map.Entry<String, String> variable : shimVariables.entrySet()) {
                environment = environment.set(variable.getKey(), variable.getValue());
            }
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCHER, "/bin/sh", SHIM));
        command.add(PathText.utf8(folder));
        command.add(input(spec.stdin(), folder));
        command.add(spec.mergeStderr() ? "merged" : "");
        command.add(STARTER);
        command.addAll(process);
        return ProcessSpec.of(command)
                .withEnvironment(environment)
                .withDirectory(spec.directory())
                .withLimits(spec.limits());
    }

    private static String input(Stdin stdin, Path folder) throws IOException {
        if (stdin instanceof Stdin.Bytes bytes) {
            return PathText.utf8(Files.write(folder.resolve(STDIN), bytes.bytes()));
        }
        if (stdin instanceof Stdin.File file) {
            Path path = file.path().toAbsolutePath();
            try {
                return PathText.utf8(path);
            } catch (IOException e) {
                return PathText.utf8(Files.createSymbolicLink(folder.resolve(STDIN), path));
            }
        }
        if (stdin instanceof Stdin.Closed) {
            return "/dev/null";
        }
        throw new IllegalArgumentException("what outlives the JVM cannot read from it: " + stdin);
    }

    private static boolean hasSplittingEnv() {
        try {
            SplittingEnv.require();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
