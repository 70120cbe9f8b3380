package io.github.nixadhoc.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Pipelines of programs that do not change their input, whose output equals the input. */
class PipelineProperties {

    @Property(tries = 60)
    void anyBytesComeThroughAnyNumberOfStages(
            @ForAll @Size(max = 3000) byte[] bytes, @ForAll @IntRange(min = 1, max = 5) int stages) {
        List<ProcessSpec> cats = new ArrayList<>(Collections.nCopies(stages, ProcessSpec.of("cat")));
        cats.set(0, cats.get(0).withStdin(new Stdin.Bytes(bytes)));

        List<ProcessOutcome> outcomes = PipelineTest.run(cats);

        assertThat(outcomes.get(stages - 1).stdout().bytes()).isEqualTo(bytes);
    }
}
