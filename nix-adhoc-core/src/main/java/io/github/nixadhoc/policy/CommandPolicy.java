package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Decides whether a command may run. Ready-made ones are in {@link Policies}.
 *
 * <p>A policy is called before every start of a program, also of one that has run before, and before each pin and each
 * package of a prefetch. First {@link #admit} decides about the names, before Nix fetches or evaluates anything; by
 * default it admits only the client's nixpkgs. Then {@link #review} decides about the command as it would run, before
 * anything is downloaded or built. Decisions are never cached. If the command changes after its review (by a change of
 * the policy, a program that is known only after the download, or a measured closure), it is reviewed again before it
 * starts.
 *
 * <p>A policy fails closed: if it throws, returns null or does not answer in time, the command is denied. It has five
 * minutes, and not longer than the timeout of the command. It is called on a thread of the client, which is interrupted
 * at that time, unless it {@linkplain #answersAtOnce answers at once}. Implementations must be thread-safe.
 * {@link #rule()} is the name of the rule in the audit.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CommandPolicy {

    /**
     * Reviews a command.
     *
     * @param command the command that is about to run
     * @return the decision
     */
    Decision review(PlannedCommand command);

    /**
     * Decides whether Nix may evaluate packages. Nix then fetches the flakes, and an evaluation can build whatever the
     * author of the flake wants. Only a denial counts here: after any other decision {@link #review} follows.
     *
     * <p>By default, and so in a lambda, this admits packages of the client's nixpkgs and denies all other flakes and
     * store paths. In {@link #allOf} a policy that decides about names, such as {@link Policies#onlyFlakes} or
     * {@link Policies#anyPackage}, overrides that default. It overrides no other denial.
     *
     * @param packages the requested packages
     * @return the decision
     */
    default Decision admit(List<RequestedPackage> packages) {
        return DefaultAdmission.of(packages);
    }

    /**
     * Decides whether a command may change a store or the user's flake registry: deletes given paths, copies to or from
     * another store, or gives a name in the registry another meaning. Such a command starts no program, so it is not
     * reviewed.
     *
     * <p>By default, and so in a lambda, this denies. {@link #allowingChanges} allows kinds of changes. In {@link #allOf} a
     * policy that decides about changes overrides that default.
     *
     * @param change the change
     * @return the decision; all but {@link Decision#allow()} denies
     */
    default Decision permit(HostChange change) {
        return Decision.denyByDefault("no policy allows the change " + change
                + ": allow it with policy.allowingChanges(…), or let the policy override permit(…)");
    }

    /**
     * Returns this policy, which allows some kinds of changes too.
     *
     * @param kinds the kinds
     * @return the policy
     */
    default CommandPolicy allowingChanges(HostChange.Kind... kinds) {
        return new ChangingPolicy(this, Set.of(kinds));
    }

    /**
     * Decides about a command of a plan, which does not run. A plan shows a denial and ignores any other decision. This
     * method must ask nobody and count nothing; {@link PlannedCommand#isReviewedBefore()} is true.
     *
     * @param command the command that would run
     * @return the decision that {@link #review} would make, as far as it is known without a person; by default the result
     *     of {@link #review}
     */
    default Decision foresee(PlannedCommand command) {
        return review(command);
    }

    /**
     * Returns whether all methods of this policy answer without waiting. Then they are called on the thread that runs the
     * command, without a time limit.
     *
     * @return true if they do; false by default
     */
    default boolean answersAtOnce() {
        return false;
    }

    /**
     * Returns the name of this policy in the audit and in denials. It is used for decisions that name no rule.
     *
     * @return the result of {@code toString()}, cut if it is long; for a class without that method, such as a lambda, the
     *     name of the class that contains it, which is the same in every run
     */
    default String rule() {
        return RuleName.of(this);
    }

    /**
     * Returns this policy with an approver, which asks a person when the policy demands it.
     *
     * @param approver the approver
     * @return the policy
     */
    default CommandPolicy withApproval(Approver approver) {
        return new ApprovedPolicy(this, Objects.requireNonNull(approver, "approver"));
    }

    /**
     * Returns the policy that allows every command of any package; the default of a client.
     *
     * @return the policy
     */
    static CommandPolicy allowAll() {
        return AllowAll.INSTANCE;
    }

    /**
     * Returns the policy that allows commands that all given policies allow. If one denies, this denies. Otherwise all
     * demanded changes are made, and the command is reviewed again. Otherwise, if one demands a person, so does this. Two
     * changes that contradict each other are a denial; the smaller of two limits holds.
     *
     * <p>Names are admitted if all policies that decide about names admit them. If none decides about names, only the
     * client's nixpkgs is admitted. {@link #allowAll} adds nothing to other policies.
     *
     * @param policies the policies, called in this order until one denies
     * @return the policy
     */
    static CommandPolicy allOf(CommandPolicy... policies) {
        return new CompositePolicy(CompositePolicy.Mode.ALL, List.of(policies));
    }

    /**
     * Returns the policy that allows commands that at least one of the given policies allows, as they are or after its
     * change. If none allows the command, the first decision that is no denial counts, otherwise the last denial. One
     * policy must allow both the names and the command: before its review, each policy decides about the names again, and
     * a denial of the names denies the command.
     *
     * @param policies the policies, at least one, called in this order until one allows
     * @return the policy
     * @throws IllegalArgumentException if there is none
     */
    static CommandPolicy anyOf(CommandPolicy... policies) {
        return new CompositePolicy(CompositePolicy.Mode.ANY, List.of(policies));
    }
}
