package io.github.nixadhoc.internal.text;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An immutable list of words that are known to be passable to a process.
 *
 * <p>A word is checked once, when it enters such a list. Appending takes amortised constant time per word: the longer list
 * uses the array of the shorter one if the next place in it is still free, and copies it otherwise.
 *
 * <p>Thread-safe.
 */
public final class Arguments extends AbstractList<String> implements RandomAccess {

    private static final Arguments NONE = new Arguments(new String[0], 0, new AtomicInteger());

    // shared with other lists, each of which reads only its own places
    private final String[] words;
    private final int size;
    private final AtomicInteger used;

    private Arguments(String[] words, int size, AtomicInteger used) {
        this.words = words;
        this.size = size;
        this.used = used;
    }

    /** Returns the empty list. */
    public static Arguments none() {
        return NONE;
    }

    /**
     * Returns a list of words, which is not copied if it is already of this class.
     *
     * @throws IllegalArgumentException if a word cannot be passed to a process; the message counts them from 1
     */
    public static Arguments of(Collection<String> words) {
        return words instanceof Arguments checked ? checked : NONE.plus(words);
    }

    /**
     * Returns a list of words.
     *
     * @throws IllegalArgumentException if a word cannot be passed to a process; the message counts them from 1
     */
    public static Arguments of(String... words) {
        return NONE.plus(List.of(words));
    }

    /**
     * Returns a command line, which is not copied if it is already of this class.
     *
     * @param command the program and its arguments
     * @throws IllegalArgumentException if a word cannot be passed to a process; the message counts the arguments from 1
     */
    public static Arguments ofCommand(Collection<String> command) {
        return command instanceof Arguments checked ? checked : NONE.plus(command, 0);
    }

    /**
     * Returns a list with more words at the end.
     *
     * @throws IllegalArgumentException if a word cannot be passed to a process; the message counts all words from 1
     */
    public Arguments plus(Collection<String> more) {
        return plus(more, size + 1);
    }

    /**
     * Returns a list with one more word at the end.
     *
     * @throws IllegalArgumentException if the word cannot be passed to a process
     */
    public Arguments plus(String word) {
        return plus(List.of(word));
    }

    private Arguments plus(Collection<String> more, int number) {
        String[] added = more.toArray(new String[0]);
        if (!(more instanceof Arguments)) {
            for (int i = 0; i < added.length; i++) {
                Words.requirePassable(added[i], number + i);
            }
        }
        return added.length == 0 ? this : appended(added);
    }

    private Arguments appended(String[] added) {
        int longer = Math.addExact(size, added.length);
        if (longer <= words.length && used.compareAndSet(size, longer)) {
            System.arraycopy(added, 0, words, size, added.length);
            return new Arguments(words, longer, used);
        }
        // a list whose next place another list uses is rarely appended to again, but a full list often is
        String[] copy = new String[longer <= words.length ? longer : Math.max(longer, 2 * size)];
        System.arraycopy(words, 0, copy, 0, size);
        System.arraycopy(added, 0, copy, size, added.length);
        return new Arguments(copy, longer, new AtomicInteger(longer));
    }

    @Override
    public String get(int index) {
        return words[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(words, size, Object[].class);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // as the contract of this method wants it, the null after the end too
    public <T> T[] toArray(T[] target) {
        if (target.length < size) {
            return (T[]) Arrays.copyOf(words, size, target.getClass());
        }
        System.arraycopy(words, 0, target, 0, size);
        if (target.length > size) {
            target[size] = null;
        }
        return target;
    }
}
