/** LangChain4j: {@link io.github.nixadhoc.langchain4j.NixToolProvider}. */
@NullMarked
package io.github.nixadhoc.langchain4j;

import org.jspecify.annotations.NullMarked;
