using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics.Formats;

/// <summary>Fields parted by tabs, in the order that the header line states.</summary>
internal sealed class TabSeparatedFormat : ILogFormat
{
    private const int MaxColumns = 64;

    private readonly int _columns;
    private readonly int _host;
    private readonly int _time;
    private readonly int _method;
    private readonly int _url;
    private readonly int _response;
    private readonly int _bytes;

    private TabSeparatedFormat(string[] columns)
    {
        _columns = columns.Length;
        _host = Array.IndexOf(columns, "host");
        _time = Array.IndexOf(columns, "time");
        _method = Array.IndexOf(columns, "method");
        _url = Array.IndexOf(columns, "url");
        _response = Array.IndexOf(columns, "response");
        _bytes = Array.IndexOf(columns, "bytes");
    }

    public string Name => "tab-separated";

    public bool HasHeader => true;

    /// <summary>The format of a file that begins with this line; null when it is no such header.</summary>
    public static TabSeparatedFormat? FromHeader(string line)
    {
        var columns = line.Split('\t');
        var format = new TabSeparatedFormat(columns);
        int[] needed = [format._host, format._time, format._method, format._url, format._response, format._bytes];
        return columns.Length <= MaxColumns && needed.All(column => column >= 0) ? format : null;
    }

    public MalformedReason? TryParse(string line, out Request? request)
    {
        request = null;
        if (line.Length == 0) return MalformedReason.Empty;

        Span<Range> fields = stackalloc Range[MaxColumns + 1];
        var text = line.AsSpan();
        if (text.Split(fields[..(_columns + 1)], '\t') != _columns) return MalformedReason.WrongFields;
        if (text[fields[_host]].IsEmpty || text[fields[_method]].IsEmpty) return MalformedReason.WrongFields;
        if (!RequestFields.TryTime(text[fields[_time]], out var time)) return MalformedReason.BadTime;
        if (!RequestFields.TryStatus(text[fields[_response]], out var status)) return MalformedReason.BadStatus;
        if (!RequestFields.TryBytes(text[fields[_bytes]], out var bytes)) return MalformedReason.BadBytes;

        request = new Request(
            text[fields[_host]].ToString(), time, text[fields[_method]].ToString(), RequestFields.Path(text[fields[_url]]), status, bytes);
        return null;
    }
}
