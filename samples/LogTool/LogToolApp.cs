using Samples.Shared;

namespace LogTool;

/// <summary>The program: one command, one log.</summary>
public static class LogToolApp
{
    private const string Help = """
        Looks into a replay log, and puts lines into it.

        LogTool append   --log DIR [--input FILE] [--partitions N] [--key-field N]
        LogTool dump     --log DIR [--partition N] [--from OFFSET] [--count N] [--follow yes]
        LogTool describe --log DIR
        LogTool verify   --log DIR
        LogTool truncate --log DIR --partition N --at OFFSET

          append    appends each line of a file, or of the standard input, as a record; makes the log when there is none.
                    --key-field N takes the N-th field of a line, separated by blanks, as its key
          dump      prints records: position, time, key, value. --follow yes waits for more until Ctrl-C
          describe  prints partitions, segments and consumers
          verify    reads and checks every record; prints what is damaged
          truncate  gives up every record from an offset on, for ever. The log must not be open

        All but append and truncate may run beside the process that writes the log.
        Exit codes: 0 done, 1 failed or damaged, 2 the command line is wrong, 130 stopped by Ctrl-C.
        """;

    public static Task<int> RunAsync(
        string[] args, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        SampleHost.GuardAsync(args, Help, output, error, async () =>
        {
            var words = args.Skip(1).ToArray();
            switch (args.FirstOrDefault())
            {
                case "append": return await AppendCommand.RunAsync(words, input, output, cancellationToken);
                case "dump": return await DumpCommand.RunAsync(words, output, cancellationToken);
                case "describe": return await DescribeCommand.RunAsync(words, output, cancellationToken);
                case "verify": return await VerifyCommand.RunAsync(words, output, cancellationToken);
                case "truncate": return await TruncateCommand.RunAsync(words, output, cancellationToken);
                default: throw new UsageException("The first word is append, dump, describe, verify or truncate.");
            }
        });
}
