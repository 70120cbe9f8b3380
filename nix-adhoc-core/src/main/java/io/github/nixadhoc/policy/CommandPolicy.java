package io.github.nixadhoc.policy;

import java.util.List;
import java.util.Objects;

/**
 * Decides whether a command may run. Ready-made ones are in {@link Policies}.
 *
 * <p>A policy is asked on every way a program can be started, what is remembered from earlier runs included, and before
 * each pin and each package of a prefetch. {@link #admit} is asked first, about the names alone, before Nix fetches or
 * evaluates anything, and keeps to the client's nixpkgs unless a policy says otherwise; then {@link #review}, about the command as it would run, before anything is downloaded or built. An
 * answer is never remembered. Where the command turns out to be another than was shown (changed by the policy, the program
 * known only when the packages are there, the closure measured), it is reviewed again before it starts.
 *
 * <p>It fails closed: a policy that throws, returns null or does not answer in time denies. It has five minutes, and not
 * longer than the command's timeout; it is asked on a thread of the client's, which is interrupted then, unless it
 * {@linkplain #answersAtOnce answers at once}. Implementations must be thread-safe. What {@link #rule()} returns is
 * the name of the rule in the audit.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CommandPolicy {

    /**
     * Reviews a command.
     *
     * @param command what is about to run
     * @return whether it may
     */
    Decision review(PlannedCommand command);

    /**
     * Decides whether Nix may look at packages at all. To look at one is to fetch and evaluate its flake, and an evaluation
     * can build what the author of the flake likes. Only a denial counts here: with any other answer the command goes on to
     * {@link #review}.
     *
     * <p>Unless overridden, as in a lambda, this is closed: it admits packages of the client's nixpkgs, and denies all other
     * flakes and store paths. In {@link #allOf} that default gives way to a policy that decides about names, such as
     * {@link Policies#onlyFlakes} or {@link Policies#anyPackage}; a denial that is not the default never does.
     *
     * @param packages what was asked for
     * @return whether Nix may look at it
     */
    default Decision admit(List<RequestedPackage> packages) {
        return DefaultAdmission.of(packages);
    }

    /**
     * Decides what {@link #review} would about a command that is not about to run, as a plan shows it: a denial is told
     * there, and nothing else comes of it. Nobody is to be asked for this, and nothing to be counted;
     * {@link PlannedCommand#isReviewedBefore()} is true.
     *
     * @param command what would run
     * @return what review would decide, as far as it is known without asking anybody; unless overridden, what it decides
     */
    default Decision foresee(PlannedCommand command) {
        return review(command);
    }

    /**
     * Returns whether all of these answer without waiting for anybody, so that they can be asked on the thread that runs the
     * command, which saves a switch of threads. No time limit holds then.
     *
     * @return whether they do; false unless overridden
     */
    default boolean answersAtOnce() {
        return false;
    }

    /**
     * Returns the name by which the audit and denials call this policy, where a decision names no rule itself.
     *
     * @return what {@code toString()} returns, cut where it is long; of a class without one, such as that of a lambda, the
     *     name of the class that it is written in, which is the same in every run
     */
    default String rule() {
        return RuleName.of(this);
    }

    /**
     * Returns this policy, with a person to ask where it wants a person asked.
     *
     * @param approver who asks the person
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
     * Returns the policy that allows what all of some policies allow. A denial by one is a denial; else what any of them
     * wants changed is changed, and the command reviewed again; else, if one wants a person asked, so does this. Where two
     * want the same changed in different ways, that is a denial; of two limits the smaller one holds for both.
     *
     * <p>Names are admitted if all of those admit them that decide about names, and only the client's nixpkgs if none does.
     * {@link #allowAll} adds nothing to other policies.
     *
     * @param policies the policies, asked in this order until one denies
     * @return the policy
     */
    static CommandPolicy allOf(CommandPolicy... policies) {
        return new CompositePolicy(CompositePolicy.Mode.ALL, List.of(policies));
    }

    /**
     * Returns the policy that allows what one of some policies allows as it stands, or as that one has had it changed. If
     * none does, the answer is that of the first that does not deny, else the denial of the last. The same policy has to
     * allow the names and the command: each is asked about the names of a command again before its review, and denies the
     * command if it denies them.
     *
     * @param policies the policies, at least one, asked in this order until one allows
     * @return the policy
     * @throws IllegalArgumentException if there is none
     */
    static CommandPolicy anyOf(CommandPolicy... policies) {
        return new CompositePolicy(CompositePolicy.Mode.ANY, List.of(policies));
    }
}
