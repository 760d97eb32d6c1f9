using System.Globalization;
using SuperWebAnalytics.Requests;

namespace SuperWebAnalytics.Formats;

/// <summary>The common log format, <c>host ident user [time] "request" status bytes</c>, and the combined one, which adds a quoted referer
/// and a quoted user agent. Both are parsed alike: what follows the bytes must be there or not, but is not looked into.</summary>
internal sealed class NcsaFormat : ILogFormat
{
    private const string TimeFormat = "dd/MMM/yyyy:HH:mm:ss zzz";
    private const int TimeLength = 26; // 01/Aug/1995:00:00:01 -0400

    public static readonly NcsaFormat Instance = new();

    public string Name => "common or combined";

    public bool HasHeader => false;

    public MalformedReason? TryParse(string line, out Request? request)
    {
        request = null;
        if (line.Length == 0) return MalformedReason.Empty;

        var text = line.AsSpan();
        var hostEnd = text.IndexOf(' ');
        var timeStart = text.IndexOf(" [") + 2;
        if (hostEnd <= 0 || timeStart < hostEnd + 2) return MalformedReason.WrongFields;

        var timeEnd = text[timeStart..].IndexOf("] \"");
        if (timeEnd < 0) return MalformedReason.WrongFields;
        if (!TryTime(text.Slice(timeStart, timeEnd), out var time)) return MalformedReason.BadTime;

        var quoted = text[(timeStart + timeEnd + 3)..];
        var quoteEnd = ClosingQuote(quoted);
        if (quoteEnd < 0) return MalformedReason.WrongFields;

        var rest = quoted[(quoteEnd + 2)..];
        var statusEnd = rest.IndexOf(' ');
        if (statusEnd < 0) return MalformedReason.WrongFields;
        if (!RequestFields.TryStatus(rest[..statusEnd], out var status)) return MalformedReason.BadStatus;

        var size = rest[(statusEnd + 1)..];
        if (size.IndexOf(' ') is >= 0 and var sizeEnd)
        {
            if (!size[sizeEnd..].StartsWith(" \"")) return MalformedReason.WrongFields;
            size = size[..sizeEnd];
        }
        if (!RequestFields.TryBytes(size, out var bytes)) return MalformedReason.BadBytes;

        var (method, path) = SplitRequest(quoted[..quoteEnd]);
        request = new Request(text[..hostEnd].ToString(), time, method, path, status, bytes);
        return null;
    }

    private static bool TryTime(ReadOnlySpan<char> field, out long seconds)
    {
        var isTime = DateTimeOffset.TryParseExact(field, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        seconds = time.ToUnixTimeSeconds();
        return isTime && field.Length == TimeLength;
    }

    /// <summary>The quote that ends the request. Old servers do not escape quotes in URLs, so it is the first one before a space that is
    /// not escaped and is followed by the three digits of a status, or else the first one before a space.</summary>
    private static int ClosingQuote(ReadOnlySpan<char> text)
    {
        var first = -1;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"' && text[i + 1] == ' ')
            {
                var status = text[(i + 2)..];
                if (status.Length >= 3 && !status[..3].ContainsAnyExceptInRange('0', '9')) return i;
                if (first < 0) first = i;
            }
        }
        return first;
    }

    /// <summary>The method and the path of a request. Servers log what they could not make out, too, with status 400 or 408: such a line
    /// is well formed, and its method is "-".</summary>
    private static (string Method, string Path) SplitRequest(ReadOnlySpan<char> request)
    {
        var methodEnd = request.IndexOf(' ');
        if (methodEnd <= 0) return ("-", request.ToString());

        var url = request[(methodEnd + 1)..];
        var urlEnd = url.LastIndexOf(" HTTP/");
        return (request[..methodEnd].ToString(), RequestFields.Path(urlEnd < 0 ? url : url[..urlEnd]));
    }
}
