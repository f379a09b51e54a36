import java.util.Arrays;

/** Runs one of Gerrit's programs (Init, Daemon …) from the class path, without the war and its launcher. */
public class Start {
  public static void main(String[] args) throws Exception {
    Class<?> type = Class.forName("com.google.gerrit.pgm." + args[0]);
    Object program = type.getConstructor().newInstance();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    int status = (Integer) type.getMethod("main", String[].class).invoke(program, (Object) rest);
    System.exit(status);
  }
}
