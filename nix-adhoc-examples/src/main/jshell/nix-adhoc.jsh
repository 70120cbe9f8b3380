import io.github.nixadhoc.*;
import io.github.nixadhoc.error.*;
import io.github.nixadhoc.exec.*;
import io.github.nixadhoc.model.*;
import io.github.nixadhoc.policy.*;
import java.nio.file.Path;
import java.time.Duration;
System.out.println("Try: Nix.run(\"cowsay\").args(\"hi\").execute()");
