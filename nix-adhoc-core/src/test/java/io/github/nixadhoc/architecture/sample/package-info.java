/** Small classes that the rules of the architecture are tried on. */
package io.github.nixadhoc.architecture.sample;
