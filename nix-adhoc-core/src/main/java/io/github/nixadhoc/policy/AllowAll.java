package io.github.nixadhoc.policy;

/** Allows every command. */
enum AllowAll implements CommandPolicy {
    INSTANCE;

    @Override
    public Decision review(PlannedCommand command) {
        return Decision.allow();
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public String toString() {
        return "allow all";
    }
}
