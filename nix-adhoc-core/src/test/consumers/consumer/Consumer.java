package consumer;

import io.github.nixadhoc.model.Installable;

public final class Consumer {

    private Consumer() {}

    public static void main(String[] args) {
        Module library = Installable.class.getModule();
        String origin = library.isNamed() ? "module " + library.getName() : "the class path";
        System.out.println(Installable.parse("nixpkgs#cowsay") + " from " + origin);
    }
}
