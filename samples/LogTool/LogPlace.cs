using LambdaSpeed;
using Samples.Shared;

namespace LogTool;

/// <summary>What several commands read off the command line.</summary>
internal static class LogPlace
{
    public static string Of(Arguments arguments) => arguments.One("--log") ?? throw new UsageException("--log is missing; name a directory.");

    public static ValueTask<ReplayLog> OpenToReadAsync(Arguments arguments, CancellationToken cancellationToken) =>
        ReplayLog.OpenAsync(Of(arguments), new ReplayLogOptions { Access = LogAccess.Read }, cancellationToken);

    /// <summary>The cut in the file that <c>--cut</c> names.</summary>
    public static Cut CutIn(Arguments arguments)
    {
        var path = arguments.One("--cut") ?? throw new UsageException(
            "--cut is missing; name a file with the cut, as 'LogTool cut' prints it.");
        try
        {
            return Cut.FromJson(File.ReadAllText(path));
        }
        catch (FormatException exception)
        {
            throw new UsageException($"--cut is '{path}', which holds no cut: {exception.Message}");
        }
    }

    public static long? Offset(Arguments arguments, string name)
    {
        if (arguments.One(name) is not { } text) return null;
        if (long.TryParse(text, out var offset) && offset >= 0) return offset;
        throw new UsageException($"{name} is '{text}'; give it an offset, 0 or more.");
    }
}
