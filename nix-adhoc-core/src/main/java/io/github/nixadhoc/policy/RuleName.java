package io.github.nixadhoc.policy;

/** The short, readable name of a policy, which is the same in every run. */
final class RuleName {

    private static final int MAX_LENGTH = 160;

    private RuleName() {}

    static String of(Object policy) {
        String name = policy.toString();
        String unnamed = policy.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(policy));
        if (name.equals(unnamed) || name.isBlank()) {
            return "a policy of " + className(policy.getClass());
        }
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "…";
    }

    /** A lambda and an anonymous class get the name of the class that contains them. */
    private static String className(Class<?> type) {
        String binary = type.getName();
        String plain = binary.substring(binary.lastIndexOf('.') + 1);
        int slash = binary.indexOf('/');
        if (slash >= 0) {
            String hidden = binary.substring(0, slash);
            plain = hidden.substring(hidden.lastIndexOf('.') + 1);
        }
        int lambda = plain.indexOf("$$");
        String named = lambda > 0 ? plain.substring(0, lambda) : plain;
        return named.replaceFirst("(?:\\$\\d+)++$", "").replace('$', '.');
    }
}
