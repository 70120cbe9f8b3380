package io.github.nixadhoc.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * The seed of all properties, which {@code -Dproperties.seed} names. It is fixed otherwise, so that a build finds what any other
 * build of the same sources finds. CI draws one, and prints it.
 *
 * <p>A property with a seed of its own keeps that.
 */
public final class PropertySeed implements AroundPropertyHook {

    /** The system property that holds the seed. */
    static final String PROPERTY = "properties.seed";

    static final String FIXED = "1";

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return true;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
            throws Throwable {
        if (context.attributes().seed().isEmpty()) {
            context.attributes().setSeed(System.getProperty(PROPERTY, FIXED));
        }
        return property.execute();
    }
}
