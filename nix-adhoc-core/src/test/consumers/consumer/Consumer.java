package consumer;

import io.github.nixadhoc.Nix;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.exec.Answer;
import io.github.nixadhoc.exec.RecordingExecutor;

public final class Consumer {

    private Consumer() {}

    public static void main(String[] args) {
        Module library = Nix.class.getModule();
        String origin = library.isNamed() ? "module " + library.getName() : "the class path";
        RecordingExecutor executor = RecordingExecutor.create().answer("cowsay", Answer.stdout("moo"));
        try (NixClient nix = NixClient.builder().executor(executor).withoutNix().build()) {
            System.out.println(nix.execute(Nix.run("cowsay")).stdout() + " from " + origin);
        }
    }
}
