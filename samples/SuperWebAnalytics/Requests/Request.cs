namespace SuperWebAnalytics.Requests;

/// <summary>A request to the web server.</summary>
/// <param name="Client">Who asked: a host's name or address.</param>
/// <param name="Time">When, in seconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Method">The method; "-" when the server could not make it out.</param>
/// <param name="Path">The URL up to its question mark.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Bytes">The size of the answer.</param>
internal sealed record Request(string Client, long Time, string Method, string Path, int Status, long Bytes)
{
    private const int Ok = 200;
    private const int NotModified = 304;

    private static readonly string[] PageEndings = [".html", ".htm", ".xhtml"];

    public DateTimeOffset EventTime => DateTimeOffset.FromUnixTimeSeconds(Time);

    /// <summary>The first digit of the status.</summary>
    public int StatusClass => Status / 100;

    /// <summary>Was a page given to somebody: not an image, a script, an error?</summary>
    public bool IsPageView => Method == "GET" && (Status is Ok or NotModified) && IsPage(Path);

    private static bool IsPage(string path)
    {
        var last = path.AsSpan(path.LastIndexOf('/') + 1);
        if (!last.Contains('.')) return true;

        foreach (var ending in PageEndings)
        {
            if (last.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
