package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellsTest {

    private static Decision decision(String program) {
        return Policies.noScripts()
                .review(PlannedCommand.builder(CommandKind.SHELL, List.of(program, "-c", "id"))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh",
                "bash",
                "brush",
                "mrsh",
                "posh",
                "tclsh",
                "tclsh8.6",
                "wish",
                "ksh93",
                "zsh-5.9",
                "fish",
                "nu",
                "/nix/store/x/bin/bash",
                ".bash-wrapped",
                "bash5",
                "hilbish",
                "ngs",
                "execlineb",
                "scsh",
                "hush",
                "oksh"
            })
    void aShellIsDenied(String program) {
        assertThat(decision(program)).isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jq", "rg", "ls", "7z", "push", "publish", "bashful", "fishing", "es2json", "rclone", "-"})
    void anotherProgramIsAllowed(String program) {
        assertThat(decision(program)).isInstanceOf(Decision.Allow.class);
    }
}
