package org.example;

/** What the right programs submit: job.jar is this, compiled with --release 8. */
public class Main {
    public static void main(String[] args) {
        System.out.println(String.join(" ", args));
    }

    /** A class inside another has a dollar in its name. */
    public static final class Inner {
        public static void main(final String... args) {
            Main.main(args);
        }
    }
}
