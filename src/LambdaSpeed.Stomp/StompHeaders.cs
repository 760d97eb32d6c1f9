using System.Collections;
using System.Diagnostics;

namespace LambdaSpeed.Stomp;

/// <summary>The headers of a message, in their order. Immutable. Of a name that is there more than once the first counts.</summary>
[DebuggerDisplay("{Count} headers")]
public sealed class StompHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _headers;

    internal StompHeaders(KeyValuePair<string, string>[] headers) => _headers = headers;

    /// <summary>How many there are.</summary>
    public int Count => _headers.Length;

    /// <summary>A header by its place.</summary>
    /// <param name="index">From 0.</param>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>The value of a header; null when it is not there.</summary>
    /// <param name="name">Its name, as the server writes it.</param>
    public string? Find(string name)
    {
        foreach (var header in _headers)
        {
            if (string.Equals(header.Key, name, StringComparison.Ordinal)) return header.Value;
        }
        return null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
