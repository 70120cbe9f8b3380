package consumer;

import io.github.nixadhoc.Nix;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;

public final class Consumer {

    private Consumer() {}

    public static void main(String[] args) {
        Module library = Nix.class.getModule();
        String origin = library.isNamed() ? "module " + library.getName() : "the class path";
        RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", StubResult.stdout("moo"));
        try (NixClient nix = NixClient.builder().executor(executor).withoutNix().build()) {
            System.out.println(nix.execute(Nix.run("cowsay")).stdout() + " from " + origin);
        }
    }
}
