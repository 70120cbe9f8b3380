package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.PhaseTimes;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fake of the stages of a run, which needs no Nix: reviews as the real ones do, and realises nothing. */
final class FakeStages implements RunStages {

    private static final PhaseTimes NO_TIME = PhaseTimes.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final FakePreparer preparer;
    private final List<ReviewGate> gates = new ArrayList<>();

    FakeStages(FakePreparer preparer, PipelineRequest request, StartMode mode, Deadline deadline) {
        this.preparer = preparer;
        for (ProgramRequest each : request.stages()) {
            boolean piped = !gates.isEmpty();
            ClientContext context = preparer.context();
            gates.add(new ReviewGate(context, context.confinement(), each, mode, piped, deadline));
        }
    }

    @Override
    public void admit() {
        gates.forEach(ReviewGate::admit);
    }

    @Override
    public void resolve() {
        enter(Phase.RESOLVE);
    }

    /** Repeats the review here until the policy changes nothing more, since there is nothing to resolve again. */
    @Override
    public boolean review() {
        enter(Phase.REVIEW);
        if (!preparer.context().policyGate().isOn()) {
            return true;
        }
        for (ReviewGate gate : gates) {
            while (review(gate) == ReviewGate.Outcome.CHANGED) {
                enter(Phase.REVIEW);
            }
        }
        return true;
    }

    private ReviewGate.Outcome review(ReviewGate gate) {
        List<String> words = words(gate.request());
        return gate.review(
                () -> preparer.plannedPackages(gate.request()),
                words,
                () -> Path.of(words.get(0)),
                ByteSize.ZERO,
                Transfer::none);
    }

    @Override
    public boolean realise() {
        enter(Phase.REALISE);
        return true;
    }

    @Override
    public List<PreparedProgram> confine() {
        List<PreparedProgram> prepared = new ArrayList<>();
        for (ReviewGate gate : gates) {
            gate.requireSameDirectory();
            ProgramRequest request = gate.request();
            List<StorePath> outputs = FakePreparer.outputs(request);
            List<String> words = FakePreparer.words(request, outputs.get(0));
            prepared.add(new PreparedProgram(
                    request,
                    words,
                    request.environmentOver(preparer.context().environment()),
                    false,
                    Path.of(words.get(0)),
                    outputs,
                    ByteSize.ZERO,
                    NO_TIME,
                    gate.change(),
                    gate.auditId()));
        }
        return prepared;
    }

    private void enter(Phase phase) {
        preparer.context().watches().current().enter(phase);
    }

    private static List<String> words(ProgramRequest request) {
        return FakePreparer.words(request, FakePreparer.outputs(request).get(0));
    }

    @Override
    public void started() {}

    @Override
    public boolean arePresent() {
        return true;
    }

    @Override
    public void requireStarted(int stage, ProcessOutcome outcome) {}

    @Override
    public void notStarted(RuntimeException failure) {
        gates.forEach(gate -> gate.notStarted(failure));
    }

    @Override
    public void close() {}
}
