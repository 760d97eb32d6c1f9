using Samples.Shared;

namespace LogTool;

/// <summary>The program: one command, one log.</summary>
public static class LogToolApp
{
    private const string Help = """
        Looks into a replay log, puts lines into it, and connects a batch layer with a run.

        LogTool append   --log DIR [--input FILE] [--partitions N] [--key-field N]
        LogTool dump     --log DIR [--partition N] [--from OFFSET] [--count N] [--follow yes]
        LogTool describe --log DIR
        LogTool verify   --log DIR
        LogTool truncate --log DIR --partition N --at OFFSET
        LogTool cut      --from DIR
        LogTool export   --log DIR --cut FILE --output FILE
        LogTool publish  --to DIR --view NAME --file FILE [--form sorted|csv|jsonl] [--cut FILE] [--convert yes] [--name NAME]
                         [--roll-back yes] [--wait SECONDS]

          append    appends each line of a file, or of the standard input, as a record; makes the log when there is none.
                    --key-field N takes the N-th field of a line, separated by blanks, as its key
          dump      prints records: position, time, key, value. --follow yes waits for more until Ctrl-C
          describe  prints partitions, segments and consumers
          verify    reads and checks every record; prints what is damaged
          truncate  gives up every record from an offset on, for ever. The log must not be open
          cut       prints the newest cut that a run has announced in its publication directory: save it, it is the job's input
          export    writes the records below a cut as CSV: partition, offset, time, key, value
          publish   checks what a batch job has computed up to a cut, puts it into the publication directory, and waits for the run to
                    publish or refuse it. Rows (csv, jsonl) need --cut; --convert yes makes our file of them here, rather than in the
                    run. --roll-back yes takes an older cut. --wait 0 does not wait (default 60)

        All but append and truncate may run beside the process that writes the log.
        Exit codes: 0 done, 1 failed, refused or damaged, 2 the command line is wrong, 3 no answer in time, 130 stopped by Ctrl-C.
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
                case "cut": return await PublishCommand.PrintCutAsync(words, output);
                case "export": return await ExportCommand.RunAsync(words, output, cancellationToken);
                case "publish": return await PublishCommand.RunAsync(words, output, error, cancellationToken);
                default: throw new UsageException("The first word is append, dump, describe, verify, truncate, cut, export or publish.");
            }
        });
}
