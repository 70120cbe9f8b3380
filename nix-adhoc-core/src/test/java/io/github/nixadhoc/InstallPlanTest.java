package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.nixadhoc.error.NixNotInstalledException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstallPlanTest {

    @Test
    void thePlanReadsAsItWouldBeTyped() {
        InstallPlan plan =
                InstallPlan.of(List.of(List.of("apt-get", "update"), List.of("sh", "-c", "echo 'it''s'")), "because");

        assertThat(plan).hasToString("because\n  $ apt-get update\n  $ sh -c 'echo '\\''it'\\'''\\''s'\\'''");
    }

    @Test
    void theCommandsRunInOrderAndTheirOutputIsDelivered() {
        List<String> lines = new ArrayList<>();

        InstallPlan.of(List.of(List.of("echo", "one"), List.of("sh", "-c", "echo two >&2")), "")
                .execute(lines::add);

        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void aCommandThatFailsEndsThePlan() {
        List<String> lines = new ArrayList<>();
        InstallPlan plan = InstallPlan.of(
                List.of(List.of("sh", "-c", "echo no such package; exit 100"), List.of("echo", "never")), "");

        NixNotInstalledException failure =
                catchThrowableOfType(NixNotInstalledException.class, () -> plan.execute(lines::add));

        assertThat(lines).containsExactly("no such package");
        assertThat(failure.log()).containsExactly("no such package");
        assertThat(failure.command()).startsWith("sh -c ");
    }

    @Test
    void aCommandThatIsNotThereIsAFailureToo() {
        InstallPlan plan = InstallPlan.of(List.of(List.of("/no/such/program")), "");

        assertThat(catchThrowableOfType(NixNotInstalledException.class, plan::execute))
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void thePlanForThisSystemHasAReason() {
        assertThat(NixInstaller.plan().why()).isNotBlank();
    }
}
