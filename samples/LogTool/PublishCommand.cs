using LambdaSpeed;
using LogTool.Publishing;
using Samples.Shared;

namespace LogTool;

/// <summary>Offers a batch view to a run, and waits for its answer.</summary>
internal static class PublishCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(
            args, "--to", "--view", "--file", "--form", "--cut", "--convert", "--name", "--roll-back", "--wait");
        var folder = Required(arguments, "--to");
        var file = Required(arguments, "--file");
        var patience = TimeSpan.FromSeconds(arguments.Number("--wait", otherwise: 60, least: 0, most: 86_400));
        var announcement = Announcement.Read(folder);
        var view = announcement.View(Required(arguments, "--view"));
        var form = FormOf(arguments, file);
        var cut = CutOf(arguments, file, form, view);
        if (!announcement.Has(cut)) throw new IOException($"the {cut} is not announced, or not any more. Compute up to one that is.");

        var offer = arguments.One("--name") is { } name ? new Offer(folder, name) : Offer.Unnamed(folder, view.Name, cut);
        if (offer.IsTaken()) throw new UsageException($"--name is '{offer.Name}', which was used before; choose another.");
        var (placed, placedForm) = Place(arguments, offer, view, cut, file, form);
        offer.Submit(view.Name, placed, placedForm, cut, IsYes(arguments, "--roll-back"));
        await output.WriteLineAsync($"Offered as '{offer.Name}', {cut}");
        if (patience == TimeSpan.Zero) return ExitCode.Success;

        switch (await offer.WaitAsync(patience, cancellationToken))
        {
            case null:
                await error.WriteLineAsync(
                    $"No answer within {patience.TotalSeconds} s; the run takes it when it watches the directory again.");
                return ExitCode.NoAnswer;
            case (false, var refusal):
                await error.WriteLineAsync($"Refused: {refusal.GetProperty("reason").GetString()}");
                return ExitCode.FailedRun;
            case (true, var answer):
                await output.WriteLineAsync($"Published as {answer.GetProperty("file").GetString()}, durably");
                if (answer.TryGetProperty("former", out var former))
                {
                    await output.WriteLineAsync($"Not read any more: {former.GetString()}");
                }
                return ExitCode.Success;
        }
    }

    /// <summary>Prints the newest announced cut.</summary>
    public static async Task<int> PrintCutAsync(string[] args, TextWriter output)
    {
        var announcement = Announcement.Read(Required(new Arguments(args, "--from"), "--from"));
        if (announcement.Cuts.Count == 0) throw new IOException("no cut is announced yet.");
        await output.WriteLineAsync(announcement.Cuts[^1].ToJson());
        return ExitCode.Success;
    }

    private static string Required(Arguments arguments, string name) =>
        arguments.One(name) ?? throw new UsageException($"{name} is missing.");

    private static bool IsYes(Arguments arguments, string name) => arguments.One(name) switch
    {
        null or "no" => false,
        "yes" => true,
        var other => throw new UsageException($"{name} is '{other}'; say yes or no."),
    };

    private static string FormOf(Arguments arguments, string file) => arguments.One("--form") ?? Path.GetExtension(file) switch
    {
        ".csv" => "csv",
        ".jsonl" or ".ndjson" or ".json" => "jsonl",
        _ => "sorted",
    };

    /// <summary>Our own file says its cut, and what it is of; of rows it must be told.</summary>
    private static Cut CutOf(Arguments arguments, string file, string form, AnnouncedView view)
    {
        if (form is not ("sorted" or "csv" or "jsonl")) throw new UsageException($"--form is '{form}'; choose sorted, csv or jsonl.");
        if (!File.Exists(file)) throw new UsageException($"--file is '{file}', which is not there.");
        if (form != "sorted") return LogPlace.CutIn(arguments);

        var batch = BatchView.Identify(file);
        return view.DifferenceTo(batch) is { } difference ? throw new IOException($"'{file}' does not fit: {difference}") : batch.Cut;
    }

    private static (string Path, string Form) Place(
        Arguments arguments, Offer offer, AnnouncedView view, Cut cut, string file, string form)
    {
        if (!IsYes(arguments, "--convert") || form == "sorted") return (offer.Place(file, form == "sorted" ? ".batch" : $".{form}"), form);

        RowConversion.Run(view, cut, file, form == "csv" ? BatchRowForm.Csv : BatchRowForm.JsonLines, offer.PathTo(".batch"));
        return (offer.PathTo(".batch"), "sorted");
    }
}
