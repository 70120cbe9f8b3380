package io.github.nixadhoc.audit;

import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes to a record as fast as it can. Arguments: the file, its own name, how many lines, and how many bytes each command
 * has.
 */
final class AuditMain {

    private AuditMain() {}

    public static void main(String[] args) {
        Audit audit = Audit.to(Path.of(args[0])).by(args[1]).required();
        String argument = "x".repeat(Integer.parseInt(args[3]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            String unused = Recorders.of(audit)
                    .decided(
                            PlannedCommand.builder(CommandKind.RUN, List.of("jq", String.valueOf(i), argument))
                                    .build(),
                            Decision.allow());
        }
        System.out.println("end of main");
    }
}
