package io.github.nixadhoc.testing;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.internal.exec.PipelineStart;
import io.github.nixadhoc.internal.exec.ScriptedProcess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A fake executor for tests, which starts no process, gives scripted answers, and records the specs that it was given.
 *
 * <pre>{@code
 * RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", StubResult.stdout("moo"));
 * ... // run what is to be tested
 * assertThat(executor.recorded()).hasSize(1);
 * }</pre>
 *
 * <p>The fake processes have their consumers of lines called, keep their limits of output and time, and can be cancelled,
 * as real ones do. They read no input. Of the answers that match a
 * command, the one that was added last is used.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class RecordingExecutor implements CommandExecutor {

    private static final long NO_REAL_PID = 1L << 40;

    private final Deque<Rule> rules = new ArrayDeque<>();
    private final List<ProcessSpec> recorded = new ArrayList<>();
    private final AtomicLong pids = new AtomicLong(NO_REAL_PID);

    private RecordingExecutor() {}

    /**
     * Returns an executor that has no answer yet.
     *
     * @return a new executor
     */
    public static RecordingExecutor create() {
        return new RecordingExecutor();
    }

    /**
     * Answers the commands of a program.
     *
     * @param program the file name of the program, wherever it is
     * @param first the answer
     * @param next the answers to its further commands, in turn; the last answer is used for all that follow
     * @return this executor
     */
    public RecordingExecutor answer(String program, StubResult first, StubResult... next) {
        Objects.requireNonNull(program, "program");
        return add("\"" + program + "\"", spec -> fileName(spec).equals(program), first, next);
    }

    /**
     * Answers the commands that a condition holds for.
     *
     * @param condition the condition
     * @param first the answer
     * @param next the answers to further such commands, in turn; the last answer is used for all that follow
     * @return this executor
     */
    public RecordingExecutor answer(Predicate<ProcessSpec> condition, StubResult first, StubResult... next) {
        return add("a condition", Objects.requireNonNull(condition, "condition"), first, next);
    }

    private synchronized RecordingExecutor add(
            String description, Predicate<ProcessSpec> condition, StubResult first, StubResult... next) {
        Deque<StubResult> answers = new ArrayDeque<>(List.of(next));
        answers.addFirst(first);
        rules.addFirst(new Rule(description, condition, answers));
        return this;
    }

    /**
     * Pretends to start a process.
     *
     * @param spec what to pretend
     * @return the fake process
     * @throws ProcessStartException if the answer says so
     * @throws IllegalStateException if there is no answer to this command
     */
    @Override
    public RunningProcess start(ProcessSpec spec) {
        StubResult answer = recordAndAnswer(Objects.requireNonNull(spec, "spec"));
        requireStarting(spec, answer, 0);
        return ScriptedProcess.startAll(List.of(spec), List.of(script(answer)), pids::incrementAndGet)
                .get(0);
    }

    /**
     * Pretends to start a pipeline. What a stage is told to print to stdout is dropped unless it is the last; no stage
     * reads anything.
     *
     * @param stages what to pretend
     * @return the fake processes
     * @throws ProcessStartException if the answer of one says so; then none is started
     * @throws IllegalArgumentException if there are none
     * @throws IllegalStateException if there is no answer to one of these commands
     */
    @Override
    public List<RunningProcess> startPipeline(List<ProcessSpec> stages) {
        List<ProcessSpec> specs = PipelineStart.inPipeline(stages);
        List<StubResult> answers = specs.stream().map(this::recordAndAnswer).toList();
        for (int i = 0; i < specs.size(); i++) {
            requireStarting(specs.get(i), answers.get(i), i);
        }
        return ScriptedProcess.startAll(
                specs, answers.stream().map(RecordingExecutor::script).toList(), pids::incrementAndGet);
    }

    private static ScriptedProcess.Script script(StubResult answer) {
        return new ScriptedProcess.Script(
                answer.stdout(), answer.stderr(), answer.termination(), answer.hanging() ? null : answer.delay());
    }

    private static void requireStarting(ProcessSpec spec, StubResult answer, int stage) {
        answer.startFailure().ifPresent(reason -> {
            throw new ProcessStartException(reason, spec.command().get(0) + " was told not to start", null, stage);
        });
    }

    private synchronized StubResult recordAndAnswer(ProcessSpec spec) {
        recorded.add(spec);
        return rules.stream()
                .filter(rule -> rule.condition.test(spec))
                .findFirst()
                .map(Rule::next)
                .orElseThrow(
                        () -> new IllegalStateException("no answer was given for " + spec + "; there are answers for "
                                + rules.stream().map(Rule::description).toList()));
    }

    /**
     * Returns what was to be started, in that order.
     *
     * @return the specs, those without an answer and those that were told not to start included
     */
    public synchronized List<ProcessSpec> recorded() {
        return List.copyOf(recorded);
    }

    private static String fileName(ProcessSpec spec) {
        String program = spec.command().get(0);
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private record Rule(String description, Predicate<ProcessSpec> condition, Deque<StubResult> answers) {

        StubResult next() {
            return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        }
    }
}
