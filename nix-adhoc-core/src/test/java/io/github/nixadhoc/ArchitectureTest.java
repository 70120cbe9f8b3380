package io.github.nixadhoc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.nixadhoc.event.ConsoleProgress;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.github.nixadhoc";
    private static final String INTERNAL = ROOT + ".internal..";
    private static final Set<String> HIDDEN_LIBRARIES =
            Set.of("org.slf4j", "org.apache.commons.exec", "com.fasterxml.jackson");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void arrowsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("root")
                .definedBy(ROOT)
                .layer("agent")
                .definedBy(ROOT + ".agent..")
                .layer("audit")
                .definedBy(ROOT + ".audit..")
                .layer("schedule")
                .definedBy(ROOT + ".schedule..")
                .layer("internal")
                .definedBy(INTERNAL)
                .layer("text")
                .definedBy(ROOT + ".internal.text..")
                .layer("exec")
                .definedBy(ROOT + ".exec..")
                .layer("event")
                .definedBy(ROOT + ".event..")
                .layer("policy")
                .definedBy(ROOT + ".policy..")
                .layer("error")
                .definedBy(ROOT + ".error..")
                .layer("model")
                .definedBy(ROOT + ".model..")
                .whereLayer("root")
                .mayOnlyBeAccessedByLayers("agent")
                .whereLayer("agent")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("agent")
                .mayOnlyAccessLayers("root", "internal", "exec", "event", "policy", "audit", "error", "model")
                .whereLayer("audit")
                .mayOnlyAccessLayers("internal", "policy", "error", "model")
                .whereLayer("schedule")
                .mayOnlyAccessLayers("internal", "exec", "error", "model")
                .whereLayer("internal")
                .mayOnlyAccessLayers("exec", "event", "policy", "error", "model")
                .whereLayer("text")
                .mayNotAccessAnyLayer()
                .whereLayer("exec")
                .mayOnlyAccessLayers("text", "model")
                .whereLayer("event")
                .mayOnlyAccessLayers("model")
                .whereLayer("policy")
                .mayOnlyAccessLayers("model")
                .whereLayer("error")
                .mayOnlyAccessLayers("model")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN);
    }

    @Test
    void nothingInsideKnowsWhoExaminesIt() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL)
                .and()
                .resideOutsideOfPackage(ROOT + ".internal.doctor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal.doctor..")
                .check(MAIN);
    }

    @Test
    void onlyTheRootKnowsTheCache() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL)
                .and()
                .resideOutsideOfPackage(ROOT + ".internal.cache..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal.cache..")
                .check(MAIN);
    }

    @Test
    void whatAnswersDependOnKnowsNobodyWhoKeepsThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.source..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".internal.search..", ROOT + ".internal.file..")
                .check(MAIN);
    }

    @Test
    void signaturesHideTheLibrariesBehind() {
        classes()
                .that()
                .resideOutsideOfPackage(INTERNAL)
                .should(keepTheirSignaturesFreeOfHiddenLibraries())
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void jacksonStaysInside() {
        noClasses()
                .that()
                .resideOutsideOfPackage(INTERNAL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void theHostDecidesWhereLogsGo() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.allowEmptyShould(true).check(MAIN);
        noClasses()
                .that()
                .doNotBelongToAnyOf(ConsoleProgress.class)
                .should(ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    private static ArchCondition<JavaClass> keepTheirSignaturesFreeOfHiddenLibraries() {
        return new ArchCondition<>("mention none of " + HIDDEN_LIBRARIES + " in what others can see") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isVisible(type)) {
                    return;
                }
                Stream.concat(typesOfHeader(type), type.getMembers().stream().flatMap(ArchitectureTest::typesOfMember))
                        .filter(ArchitectureTest::isHidden)
                        .forEach(hidden -> events.add(
                                SimpleConditionEvent.violated(type, type.getName() + " shows " + hidden.getName())));
            }
        };
    }

    private static Stream<JavaClass> typesOfHeader(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        return Stream.concat(parents, type.getTypeParameters().stream())
                .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream());
    }

    private static Stream<JavaClass> typesOfMember(JavaMember member) {
        if (!isVisible(member.getModifiers())) {
            return Stream.empty();
        }
        Stream<JavaClass> thrown =
                member instanceof JavaCodeUnit unit ? unit.getExceptionTypes().stream() : Stream.empty();
        return Stream.concat(member.getAllInvolvedRawTypes().stream(), thrown);
    }

    /** A nested class is visible if all that it is nested in are. */
    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isHidden(JavaClass type) {
        return HIDDEN_LIBRARIES.stream().anyMatch(type.getBaseComponentType().getPackageName()::startsWith);
    }
}
