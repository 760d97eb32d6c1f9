using Samples.Shared;

namespace SuperWebAnalytics.Formats;

/// <summary>Recognises the format of a log by its first lines.</summary>
internal static class LogFormats
{
    private const int LinesToTry = 100; // a log may begin with malformed lines

    public static ILogFormat Recognise(InputFile file)
    {
        using var reader = new StreamReader(file.Open());
        var lines = 0;
        try
        {
            for (; lines < LinesToTry && reader.ReadLine() is { } line; lines++)
            {
                if (lines == 0 && TabSeparatedFormat.FromHeader(line) is { } tabSeparated) return tabSeparated;
                if (NcsaFormat.Instance.TryParse(line, out _) is null) return NcsaFormat.Instance;
            }
            if (lines < LinesToTry && file.IsCutOff()) throw new InvalidDataException("it is cut off");
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"--input names '{file.Path}', which is no sound gzip file ({exception.Message}); name another.");
        }
        if (lines == 0) return NcsaFormat.Instance; // a log without a request yet

        throw new UsageException(
            $"--input names '{file.Path}', which is no access log: none of its first lines is in the common or combined format, nor is " +
            "the first one a tab-separated header with host, time, method, url, response and bytes; name another.");
    }
}
