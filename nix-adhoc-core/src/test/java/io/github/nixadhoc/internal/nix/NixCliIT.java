package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.model.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class NixCliIT {

    @Test
    void whatNixPrintsIsTheAnswer() {
        NixCli nix =
                new NixCli(new PlainExecutor(), new NixSettings(null, null, List.of(), ProcessEnvironment.inherited()));

        NixOutput output =
                nix.run(NixCall.nix(Phase.RESOLVE, List.of("eval", "--json", "--expr", "1 + 1")), Deadline.never());

        assertThat(output.stdout().strip()).isEqualTo("2");
    }
}
